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
   * The storage of a path or URI, by Hadoop's rules: without a scheme it lies on the
   * configuration's default file system. {@link LocalStorage} serves a local one, and leaves no
   * checksum files beside a user's files.
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
   * A path or URI as Hadoop takes it. What stands before a colon is a scheme only if a slash
   * follows it, so that file names may have colons.
   *
   * @throws IllegalArgumentException if it is not a path
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
    return attempt("read", name, files::exists);
  }

  @Override
  public List<String> list(String name) {
    return attempt("list", name, this::names);
  }

  private List<String> names(Path path) throws IOException {
    try {
      return Arrays.stream(files.listStatus(path))
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }

  @Override
  public long size(String name) {
    return attempt("read", name, path -> files.getFileStatus(path).getLen());
  }

  @Override
  public InputStream open(String name) {
    return attempt("read", name, path -> files.open(path));
  }

  @Override
  public OutputStream create(String name) {
    return attempt("write", name, path -> new VisibleStream(files.create(path, true)));
  }

  @Override
  public void write(String name, byte[] content) {
    attempt(
        "write",
        name,
        path -> {
          wholeFiles.write(path, content);
          return path;
        });
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content) {
    return attempt("write", name, path -> wholeFiles.createIfAbsent(path, content));
  }

  @Override
  public void commit(String finished, String name) {
    attempt("write", name, path -> renamed(resolve(finished), path));
  }

  private Path renamed(Path finished, Path path) throws IOException {
    // rename would silently move the directory into an existing one
    if (files.exists(path)) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE, path + " exists already; it is left as it is");
    }
    if (!files.rename(finished, path)) {
      throw new IOException("the file system refused to rename " + finished);
    }
    return path;
  }

  @Override
  public void delete(String name) {
    attempt("delete", name, path -> files.delete(path, true));
  }

  private Path resolve(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  private <T> T attempt(String verb, String name, FileOperation<Path, T> operation) {
    Path path = resolve(name);
    try {
      return operation.on(path);
    } catch (IOException e) {
      if (e instanceof FileNotFoundException && verb.equals("read")) {
        throw new StorageException(StorageException.Kind.NOT_FOUND, path + " does not exist", e);
      }
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot %s %s: %s".formatted(verb, path, e.getMessage()),
          e);
    }
  }

  /** Shows readers what was written at each flush, if the file system can. */
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
