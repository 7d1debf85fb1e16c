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

/** Writes a file under another name, and renames it. */
final class RenameCommit implements FileCommit {

  /** Schemes whose name node checks the new name and renames in one step. */
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
          "file systems of scheme %s may not support it; use HDFS, an S3 store with conditional writes, or local files"
              .formatted(scheme));
    }
    Path aside = aside(file);
    try {
      put(aside, content);
      context().rename(aside, file);
      return true;
    } catch (FileAlreadyExistsException there) {
      return false;
    } finally {
      FileCommit.deleteQuietly(files, aside);
    }
  }

  /** A unique name, as others may write the same file at the same time. */
  private static Path aside(Path file) {
    String name = "." + file.getName() + "." + UUID.randomUUID() + Storage.PARTIAL;
    return new Path(file.getParent(), name);
  }

  private void put(Path file, byte[] content) throws IOException {
    try (OutputStream output = files.create(file, true)) {
      output.write(content);
    }
  }

  /**
   * Unlike FileSystem's, its rename replaces an existing file or refuses, as told, and never moves
   * a file into a directory of that name. There is one, as nobody can close the client it opens.
   */
  private synchronized FileContext context() throws IOException {
    if (context == null) {
      context = FileContext.getFileContext(files.getUri(), files.getConf());
    }
    return context;
  }
}
