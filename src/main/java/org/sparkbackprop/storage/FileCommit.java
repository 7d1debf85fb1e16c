package org.sparkbackprop.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How one of Hadoop's file systems puts a file in place: whole, or not at all. */
interface FileCommit {

  /** Writes a file, and replaces one that exists. */
  void write(Path file, byte[] content) throws IOException;

  /**
   * Writes a file unless it exists.
   *
   * @return whether it was written
   * @throws StorageException of kind CANNOT_CREATE if the file system cannot guarantee that
   */
  boolean createIfAbsent(Path file, byte[] content) throws IOException;

  /** The way that suits a file system. */
  static FileCommit of(FileSystem files) {
    return files.getUri().getScheme().equals(ObjectCommit.SCHEME)
        ? new ObjectCommit(files)
        : new RenameCommit(files);
  }

  /** Says that a file system cannot create a file only if it does not exist. */
  static StorageException refusal(FileSystem files, String reason) {
    return new StorageException(
        StorageException.Kind.CANNOT_CREATE,
        files.getUri() + " cannot create a file only if it does not exist: " + reason);
  }

  /** Removes a file that nobody looks for. */
  static void deleteQuietly(FileSystem files, Path file) {
    try {
      files.delete(file, false);
    } catch (IOException itStays) {
      // its name says that it is not to be read
    }
  }
}
