package org.sparkbackprop.data.files;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.GzipCodec;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.StorageException;

/** Finds and opens input files on any Hadoop file system. */
public final class InputFiles {

  private static final int BUFFER_BYTES = 1 << 16;

  /** The first bytes of a file, which show how it is packed. */
  private static final int MAGIC_BYTES = 6;

  private InputFiles() {}

  /**
   * The files that a path, a directory or a pattern names, sorted. Files whose names begin with _
   * or . are not data and are left out.
   *
   * @throws DataException if there are only such files, or a directory contains directories
   * @throws StorageException if there are no files
   */
  public static List<String> matching(String path, Configuration configuration) {
    return matching(path, Within.REFUSED, configuration);
  }

  /**
   * The same files, and also those in directories named name=value, at any depth.
   *
   * @throws DataException if there are only files that are not data, or other directories
   */
  public static List<String> matchingWithin(String path, Configuration configuration) {
    return matching(path, Within.COLUMNS, configuration);
  }

  /**
   * The directory that all files of a path are in or below: the path itself, or, of a pattern, its
   * longest existing parent.
   */
  public static String directory(String path, Configuration configuration) {
    return with(
        path,
        configuration,
        (files, file) -> {
          Path directory = files.makeQualified(file);
          while (!files.exists(directory) && directory.getParent() != null) {
            directory = directory.getParent();
          }
          return directory.toString();
        });
  }

  /** An access to a file. */
  private interface Access<T> {
    T of(FileSystem files, Path file) throws IOException;
  }

  /** Says what is wrong with a path that cannot be accessed. */
  private static <T> T with(String path, Configuration configuration, Access<T> access) {
    try {
      Path file = HadoopStorage.path(path);
      return access.of(file.getFileSystem(configuration), file);
    } catch (FileNotFoundException e) {
      throw notFound(path, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  /** How directories in a directory are treated. */
  private enum Within {
    REFUSED,
    /** Their names are columns. */
    COLUMNS
  }

  /** Whether a directory is named name=value, like those that partitionBy writes. */
  public static boolean isColumn(Path directory) {
    return directory.getName().matches("[^=]+=.*");
  }

  private static List<String> matching(String path, Within within, Configuration configuration) {
    return with(
        path,
        configuration,
        (files, file) -> {
          List<String> found = new ArrayList<>();
          Path hidden = null;
          for (FileStatus match : matches(files, file)) {
            if (match.isFile() && isHidden(match)) {
              hidden = match.getPath();
            } else if (match.isFile()) {
              found.add(match.getPath().toString());
            } else {
              addEntries(files, match.getPath(), within, found);
            }
          }
          if (found.isEmpty() && hidden != null) {
            throw new DataException(
                hidden + " cannot be read: Hadoop ignores files whose names begin with _ or .");
          }
          if (found.isEmpty()) {
            throw notFound(path, configuration);
          }
          return found.stream().sorted().toList();
        });
  }

  /** The rows of other directories in a directory would be lost silently. */
  private static void addEntries(
      FileSystem files, Path directory, Within within, List<String> found) throws IOException {
    for (FileStatus entry : files.listStatus(directory)) {
      if (entry.isDirectory() && within == Within.COLUMNS && isColumn(entry.getPath())) {
        addEntries(files, entry.getPath(), within, found);
      } else if (entry.isDirectory() && !isHidden(entry)) {
        throw new DataException(
            "%1$s has a directory in it, %2$s, whose files are not read; name the files by a pattern"
                    .formatted(directory, entry.getPath().getName())
                + ", such as %1$s/*/ or %1$s/*.csv".formatted(directory)
                + (isColumn(entry.getPath())
                    ? "; directories named by columns are supported for Parquet and ORC only"
                    : ""));
      }
      if (entry.isFile() && !isHidden(entry)) {
        found.add(entry.getPath().toString());
      }
    }
  }

  private static boolean isHidden(FileStatus entry) {
    return entry.getPath().getName().matches("[_.].*");
  }

  /**
   * A file with exactly this name comes before a pattern; a pattern skips directories that are not
   * data.
   */
  private static FileStatus[] matches(FileSystem files, Path path) throws IOException {
    if (files.exists(path)) {
      return new FileStatus[] {files.getFileStatus(path)};
    }
    FileStatus[] matches = files.globStatus(path);
    return matches == null
        ? new FileStatus[0]
        : Arrays.stream(matches)
            .filter(match -> match.isFile() || !isHidden(match))
            .toArray(FileStatus[]::new);
  }

  /** Whether a file is compressed, by its name or the first bytes of gzip, zip or xz. */
  public static boolean isPacked(String path, Configuration configuration) {
    if (new CompressionCodecFactory(configuration).getCodec(HadoopStorage.path(path)) != null) {
      return true;
    }
    byte[] beginning = beginning(path, configuration);
    return isGzip(beginning) || ArchiveInput.isZip(beginning) || ArchiveInput.isXz(beginning);
  }

  /** Whether a file begins like gzip, whatever its name. */
  public static boolean beginsAsGzip(String path, Configuration configuration) {
    return isGzip(beginning(path, configuration));
  }

  private static byte[] beginning(String path, Configuration configuration) {
    return with(
        path,
        configuration,
        (files, file) -> {
          try (InputStream input = opened(files, file)) {
            return input.readNBytes(MAGIC_BYTES);
          }
        });
  }

  private static boolean isGzip(byte[] beginning) {
    return beginning.length > 1 && beginning[0] == 0x1f && beginning[1] == (byte) 0x8b;
  }

  /**
   * A file's bytes as stored. The checksum file of a local file with a colon in its name would have
   * a name that is not a path, so such files have no checksums.
   */
  private static FSDataInputStream opened(FileSystem files, Path file) throws IOException {
    boolean raw = file.getName().contains(":") && files instanceof LocalFileSystem;
    return (raw ? ((LocalFileSystem) files).getRaw() : files).open(file);
  }

  /** The length of a file as stored, compressed or not. */
  public static long length(String path, Configuration configuration) {
    return with(path, configuration, (files, file) -> files.getFileStatus(file).getLen());
  }

  /**
   * The bytes of a file, unpacked if it begins like gzip, zip or xz, or its name has the extension
   * of another Hadoop codec.
   */
  public static InputStream open(String path, Configuration configuration) {
    return with(
        path,
        configuration,
        (files, file) -> {
          FSDataInputStream input = opened(files, file);
          try {
            BufferedInputStream buffered = new BufferedInputStream(input, BUFFER_BYTES);
            buffered.mark(MAGIC_BYTES);
            byte[] beginning = buffered.readNBytes(MAGIC_BYTES);
            buffered.reset();
            return ArchiveInput.isZip(beginning)
                ? ArchiveInput.zip(path, input, length(path, configuration))
                : unpacked(
                    path,
                    buffered,
                    beginning,
                    new CompressionCodecFactory(configuration).getCodec(file));
          } catch (IOException | RuntimeException e) {
            input.close();
            if (e instanceof EOFException) {
              throw new DataException(path + " is damaged: it ends within its header");
            }
            if (isDamage(e)) {
              throw new DataException("%s is damaged: %s".formatted(path, damage(e)));
            }
            throw e;
          }
        });
  }

  private static InputStream unpacked(
      String path, BufferedInputStream input, byte[] beginning, CompressionCodec codec)
      throws IOException {
    if (isGzip(beginning)) {
      return new GzipInput(input, BUFFER_BYTES);
    }
    if (ArchiveInput.isXz(beginning)) {
      return ArchiveInput.xz(path, input);
    }
    UnsupportedCompression.refuse(path, beginning, codec);
    if (codec instanceof GzipCodec) {
      return emptyOrDamaged(path, input);
    }
    return codec == null ? input : CodecInput.of(path, codec, input);
  }

  /** A file with the name of gzip that does not begin like it. */
  private static InputStream emptyOrDamaged(String path, BufferedInputStream input)
      throws IOException {
    input.mark(1);
    boolean empty = input.read() < 0;
    input.reset();
    if (empty) {
      return input;
    }
    throw new DataException(
        path + " is not gzip, although its name says so; rename it or write it again");
  }

  /** The bytes of a file from an offset on; unpacked if the offset is 0. */
  public static InputStream openFrom(String path, long from, Configuration configuration) {
    if (from == 0) {
      return open(path, configuration);
    }
    return with(
        path,
        configuration,
        (files, file) -> {
          FSDataInputStream input = opened(files, file);
          input.seek(from);
          return input;
        });
  }

  /** Whether reading failed because the file is damaged, not because it could not be reached. */
  public static boolean isDamage(Throwable e) {
    if (e instanceof EOFException || e instanceof ZipException) {
      return true;
    }
    StackTraceElement[] trace = e.getStackTrace();
    return e instanceof IOException
        && trace.length > 0
        && trace[0].getClassName().startsWith("org.apache.hadoop.io.compress");
  }

  /** What is wrong with a damaged file; the JDK's message may be missing. */
  public static String damage(Throwable e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  /** A script get.sh in the directory of a missing file fetches it. */
  private static StorageException notFound(String path, Configuration configuration) {
    String remedy = "check input.path, validation.path and the files of labels";
    try {
      Path script = new Path(HadoopStorage.path(path).getParent(), "get.sh");
      if (script.getFileSystem(configuration).exists(script)) {
        remedy = "run " + script + " to get it";
      }
    } catch (IOException | IllegalArgumentException noScript) {
      // The file is missing all the same.
    }
    return new StorageException(
        StorageException.Kind.NOT_FOUND, "the input %s does not exist; %s".formatted(path, remedy));
  }

  public static StorageException unreadable(String path, Exception e) {
    return new StorageException(
        StorageException.Kind.FAILED,
        "cannot read the input %s: %s".formatted(path, e.getMessage()),
        e);
  }
}
