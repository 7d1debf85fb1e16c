package org.sparkbackprop.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A directory on a file system that Hadoop reaches: HDFS, object stores, and others. */
public final class HadoopStorage implements Storage {

  private final FileSystem files;
  private final FileCommit wholeFiles;
  private final Path root;

  private HadoopStorage(FileSystem files, FileCommit wholeFiles, Path root) {
    this.files = files;
    this.wholeFiles = wholeFiles;
    this.root = root;
  }

  /**
   * The storage of a path or URI, taken by Hadoop's rules: without a scheme it lies on the
   * configuration's default file system. A local one is served by {@link LocalStorage}, which
   * leaves no checksum files beside a user's files.
   */
  public static Storage at(String location, Configuration configuration) {
    try {
      Path path = path(location);
      FileSystem files = path.getFileSystem(configuration);
      Path qualified = files.makeQualified(path);
      URI uri = qualified.toUri();
      if ("file".equals(uri.getScheme())) {
        return new LocalStorage(java.nio.file.Path.of(uri.getPath()));
      }
      return new HadoopStorage(files, FileCommit.of(files), qualified);
    } catch (IOException | RuntimeException e) { // a missing file system class is the latter
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot reach '%s': %s".formatted(location, e.getMessage()),
          e);
    }
  }

  /** The same, as Hadoop's default configuration reaches it. */
  public static Storage at(String location) {
    return at(location, new Configuration());
  }

  /**
   * A path or URI as Hadoop takes it; what stands before a colon is a scheme only if a slash
   * follows the colon, so that names of files may have one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Path path(String location) {
    boolean name = location.matches("[^/:]+:(?!/)(?s:.*)");
    return new Path(name ? "./" + location : location);
  }

  /**
   * A whole file, by a path or URI as {@link #at} takes it.
   *
   * @param what the file is, for the message
   * @throws StorageException of kind NOT_FOUND if it does not exist
   */
  public static byte[] readFile(
      String location, String what, long limit, Configuration configuration) {
    Storage file = at(location, configuration);
    if (!file.exists("")) {
      throw new StorageException(
          StorageException.Kind.NOT_FOUND, what + " " + location + " does not exist");
    }
    return file.read("", limit);
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public HadoopStorage directory(String name) {
    return new HadoopStorage(files, wholeFiles, resolve(name));
  }

  @Override
  public boolean exists(String name) {
    try {
      return files.exists(resolve(name));
    } catch (IOException e) {
      throw failure("read", name, e);
    }
  }

  @Override
  public List<String> list(String name) {
    try {
      return Arrays.stream(files.listStatus(resolve(name)))
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    } catch (IOException e) {
      throw failure("list", name, e);
    }
  }

  @Override
  public long size(String name) {
    try {
      return files.getFileStatus(resolve(name)).getLen();
    } catch (IOException e) {
      throw failure("read", name, e);
    }
  }

  @Override
  public InputStream open(String name) {
    try {
      return files.open(resolve(name));
    } catch (IOException e) {
      throw failure("read", name, e);
    }
  }

  @Override
  public OutputStream create(String name) {
    try {
      return new VisibleStream(files.create(resolve(name), true));
    } catch (IOException e) {
      throw failure("write", name, e);
    }
  }

  @Override
  public void write(String name, byte[] content) {
    try {
      wholeFiles.write(resolve(name), content);
    } catch (IOException e) {
      throw failure("write", name, e);
    }
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    try {
      return wholeFiles.createIfAbsent(resolve(name), content);
    } catch (IOException e) {
      throw failure("write", name, e);
    }
  }

  @Override
  public void commit(String finished, String name) {
    try {
      // rename would move the directory into an existing one, without a word
      if (files.exists(resolve(name))) {
        throw new StorageException(
            StorageException.Kind.CANNOT_CREATE,
            resolve(name) + " exists already; it is left as it is");
      }
      if (!files.rename(resolve(finished), resolve(name))) {
        throw new IOException("the file system refused to rename " + resolve(finished));
      }
    } catch (IOException e) {
      throw failure("write", name, e);
    }
  }

  @Override
  public void delete(String name) {
    try {
      files.delete(resolve(name), true);
    } catch (IOException e) {
      throw failure("delete", name, e);
    }
  }

  private Path resolve(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  private StorageException failure(String verb, String name, IOException e) {
    if (e instanceof FileNotFoundException && verb.equals("read")) {
      return new StorageException(
          StorageException.Kind.NOT_FOUND, resolve(name) + " does not exist", e);
    }
    return new StorageException(
        StorageException.Kind.FAILED,
        "cannot %s %s: %s".formatted(verb, resolve(name), e.getMessage()),
        e);
  }

  /** Shows readers what was written at each flush, where the file system can. */
  private static final class VisibleStream extends OutputStream {

    private final FSDataOutputStream output;

    VisibleStream(FSDataOutputStream output) {
      this.output = output;
    }

    @Override
    public void write(int b) throws IOException {
      output.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      if (output.hasCapability("hflush")) {
        output.hflush();
      }
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
