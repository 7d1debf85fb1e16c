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

  /** By so many bytes, files say how they are packed. */
  private static final int MAGIC_BYTES = 6;

  private InputFiles() {}

  /**
   * The files that a path, a directory or a pattern names, sorted. Those whose names begin with _
   * or . are not data: they are passed over, unless the path names nothing else.
   *
   * @throws DataException if it names such files alone, or a directory that has directories in it
   * @throws StorageException if there is none
   */
  public static List<String> matching(String path, Configuration configuration) {
    return matching(path, Within.REFUSED, configuration);
  }

  /**
   * The same files, and also those in directories called name=value, to any depth.
   *
   * @throws DataException if it names files that are no data alone, or a directory with others
   */
  public static List<String> matchingWithin(String path, Configuration configuration) {
    return matching(path, Within.COLUMNS, configuration);
  }

  /**
   * The directory that all files of a path lie in, or below: the path itself, or, of a pattern,
   * what comes before the first directory or file that is one.
   */
  public static String directory(String path, Configuration configuration) {
    try {
      FileSystem files = HadoopStorage.path(path).getFileSystem(configuration);
      Path directory = files.makeQualified(HadoopStorage.path(path));
      while (!files.exists(directory) && directory.getParent() != null) {
        directory = directory.getParent();
      }
      return directory.toString();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  /** What becomes of directories in a directory. */
  private enum Within {
    REFUSED,
    /** Their names are columns. */
    COLUMNS
  }

  /** Whether a directory is called name=value, as those that partitionBy writes. */
  public static boolean isColumn(Path directory) {
    return directory.getName().matches("[^=]+=.*");
  }

  private static List<String> matching(String path, Within within, Configuration configuration) {
    try {
      FileSystem files = HadoopStorage.path(path).getFileSystem(configuration);
      List<String> found = new ArrayList<>();
      Path hidden = null;
      for (FileStatus match : matches(files, HadoopStorage.path(path))) {
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
            hidden + " cannot be read: Hadoop takes names that begin with _ or . for no data");
      }
      if (found.isEmpty()) {
        throw notFound(path, configuration);
      }
      return found.stream().sorted().toList();
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  /** Rows of directories within would be lost without a word. */
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
                    ? "; the columns that the directories are called by are read of Parquet and ORC"
                        + " alone"
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
   * A file of that very name comes before the pattern that its name may be; a pattern passes over
   * directories that are not data.
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

  /** Whether a file is compressed, by its name or as it begins as gzip, zip or xz does. */
  public static boolean isPacked(String path, Configuration configuration) {
    if (new CompressionCodecFactory(configuration).getCodec(HadoopStorage.path(path)) != null) {
      return true;
    }
    byte[] beginning = beginning(path, configuration);
    return isGzip(beginning) || ArchiveInput.isZip(beginning) || ArchiveInput.isXz(beginning);
  }

  /** Whether a file begins as gzip does, whatever its name. */
  public static boolean beginsAsGzip(String path, Configuration configuration) {
    return isGzip(beginning(path, configuration));
  }

  private static byte[] beginning(String path, Configuration configuration) {
    try (InputStream input = opened(HadoopStorage.path(path), configuration)) {
      return input.readNBytes(MAGIC_BYTES);
    } catch (FileNotFoundException e) {
      throw notFound(path, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  private static boolean isGzip(byte[] beginning) {
    return beginning.length > 1 && beginning[0] == 0x1f && beginning[1] == (byte) 0x8b;
  }

  /**
   * A file's bytes as they lie there. Hadoop's checksums of local files would have names that begin
   * with a point, and with a colon in them are no paths: such files have none.
   */
  private static FSDataInputStream opened(Path file, Configuration configuration)
      throws IOException {
    FileSystem files = file.getFileSystem(configuration);
    boolean raw = file.getName().contains(":") && files instanceof LocalFileSystem;
    return (raw ? ((LocalFileSystem) files).getRaw() : files).open(file);
  }

  /** How many bytes a file has as it lies there, compressed or not. */
  public static long length(String path, Configuration configuration) {
    try {
      return HadoopStorage.path(path)
          .getFileSystem(configuration)
          .getFileStatus(HadoopStorage.path(path))
          .getLen();
    } catch (FileNotFoundException e) {
      throw notFound(path, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * The bytes of a file, unpacked if it begins as gzip, zip or xz does or its name ends as that of
   * another codec of Hadoop's.
   */
  public static InputStream open(String path, Configuration configuration) {
    try {
      Path file = HadoopStorage.path(path);
      FSDataInputStream input = opened(file, configuration);
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
        throw e;
      }
    } catch (FileNotFoundException e) {
      throw notFound(path, configuration);
    } catch (EOFException e) {
      throw new DataException(path + " is damaged: it ends within its header");
    } catch (IOException e) {
      if (isDamage(e)) {
        throw new DataException("%s is damaged: %s".formatted(path, damage(e)));
      }
      throw unreadable(path, e);
    } catch (IllegalArgumentException e) {
      throw unreadable(path, e);
    }
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

  /** A file that is named as gzip and does not begin as it. */
  private static InputStream emptyOrDamaged(String path, BufferedInputStream input)
      throws IOException {
    input.mark(1);
    boolean empty = input.read() < 0;
    input.reset();
    if (empty) {
      return input;
    }
    throw new DataException(path + " is no gzip, as its name says; rename it or write it again");
  }

  /** The bytes from a place on of a file that is not compressed; all of others, from 0. */
  public static InputStream openFrom(String path, long from, Configuration configuration) {
    if (from == 0) {
      return open(path, configuration);
    }
    try {
      Path file = HadoopStorage.path(path);
      FSDataInputStream input = opened(file, configuration);
      input.seek(from);
      return input;
    } catch (FileNotFoundException e) {
      throw notFound(path, configuration);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path, e);
    }
  }

  /** Whether reading failed as the file is damaged, not as it could not be reached. */
  public static boolean isDamage(Throwable e) {
    if (e instanceof EOFException || e instanceof ZipException) {
      return true;
    }
    StackTraceElement[] trace = e.getStackTrace();
    return e instanceof IOException
        && trace.length > 0
        && trace[0].getClassName().startsWith("org.apache.hadoop.io.compress");
  }

  /** What is wrong with a damaged file; the JDK does not always say. */
  public static String damage(Throwable e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  /** A script get.sh beside the missing file is how its directory says where to get it. */
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
