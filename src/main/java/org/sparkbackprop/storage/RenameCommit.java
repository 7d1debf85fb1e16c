package org.sparkbackprop.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** A file is written aside, and renamed. */
final class RenameCommit implements FileCommit {

  /** Those whose name node renames at one go, and looks at the new name while it does so. */
  private static final Set<String> ATOMIC = Set.of("hdfs", "webhdfs", "swebhdfs");

  private final FileSystem files;
  private FileContext context;

  RenameCommit(FileSystem files) {
    this.files = files;
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    Path aside = aside(file);
    try {
      put(aside, content);
      context().rename(aside, file, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      FileCommit.deleteQuietly(files, aside);
      throw e;
    }
  }

  @Override
  public boolean createIfAbsent(Path file, byte[] content) throws IOException {
    String scheme = files.getUri().getScheme();
    if (!ATOMIC.contains(scheme)) {
      throw FileCommit.refusal(
          files,
          ("of the file systems of scheme %s it is not known that they can; use HDFS, an S3"
                  + " store with conditional writes, or local files")
              .formatted(scheme));
    }
    Path aside = aside(file);
    try {
      put(aside, content);
      return renamed(aside, file);
    } finally {
      FileCommit.deleteQuietly(files, aside);
    }
  }

  /** A name that nobody else uses, as others may write the same file at the same time. */
  private static Path aside(Path file) {
    String name = "." + file.getName() + "." + UUID.randomUUID() + Storage.PARTIAL;
    return new Path(file.getParent(), name);
  }

  private void put(Path file, byte[] content) throws IOException {
    try (OutputStream output = files.create(file, true)) {
      output.write(content);
    }
  }

  private boolean renamed(Path aside, Path file) throws IOException {
    try {
      context().rename(aside, file);
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    }
  }

  /**
   * The rename of FileSystem does not rename onto an existing file, and moves a file into a
   * directory of that name; this one replaces or refuses, as it is told. Each context opens a
   * client that nobody can close, so there is one.
   */
  private synchronized FileContext context() throws IOException {
    if (context == null) {
      context = FileContext.getFileContext(files.getUri(), files.getConf());
    }
    return context;
  }
}
