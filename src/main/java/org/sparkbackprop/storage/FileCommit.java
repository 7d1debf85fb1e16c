package org.sparkbackprop.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How a file system of Hadoop's puts a file under its name: whole, or not at all. */
interface FileCommit {

  /** Puts a file there, in place of one that there may be. */
  void write(Path file, byte[] content) throws IOException;

  /**
   * Puts a file there unless there is one.
   *
   * @return whether it did
   * @throws StorageException of kind CANNOT_CREATE where that cannot be done for certain
   */
  boolean createIfAbsent(Path file, byte[] content) throws IOException;

  /** What suits a file system. */
  static FileCommit of(FileSystem files) {
    return files.getUri().getScheme().equals(ObjectCommit.SCHEME)
        ? new ObjectCommit(files)
        : new RenameCommit(files);
  }

  /** Says that a file system cannot create a file only if there is none. */
  static StorageException refusal(FileSystem files, String reason) {
    return new StorageException(
        StorageException.Kind.CANNOT_CREATE,
        "%s cannot create a file only if there is none: %s".formatted(files.getUri(), reason));
  }

  /** Removes a file that nobody will look for. */
  static void deleteQuietly(FileSystem files, Path file) {
    try {
      files.delete(file, false);
    } catch (IOException itStays) {
      // its name says that it is nothing to be read
    }
  }
}
