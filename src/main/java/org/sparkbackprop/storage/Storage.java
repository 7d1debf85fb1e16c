package org.sparkbackprop.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.error.Message;

/**
 * A directory on some file system. Names are relative to it, with / between their parts; the empty
 * name is the directory itself.
 *
 * <p>Every method throws {@link StorageException} with one sentence that names the file.
 */
public interface Storage {

  /** The end of the names of files that are being written. */
  String PARTIAL = ".partial";

  /** How often a file is read again if it is replaced meanwhile. */
  int READINGS = 20;

  /** Where this is, as a user would write it. */
  String location();

  /** The same file system, one directory further down. */
  Storage directory(String name);

  /** Whether there is a file or directory of that name. */
  boolean exists(String name);

  /** Names of the files and directories directly below a directory, sorted; none if absent. */
  List<String> list(String name);

  /** Size of a file in bytes. */
  long size(String name);

  /** A file's bytes, to be closed by the caller. */
  InputStream open(String name);

  /**
   * A new file, which replaces one of that name. Readers may follow it as it grows, if the file
   * system can show it before it is closed. Directories above it are made.
   */
  OutputStream create(String name);

  /** Writes a file so that readers see either the old content or the new, whole. */
  void write(String name, byte[] content);

  /**
   * Writes a file, whole, unless it exists: of many writers at the same time, one succeeds. A
   * reader sees all of it or nothing.
   *
   * @return whether it was written; an existing file is left as it is
   * @throws StorageException of kind CANNOT_CREATE if this store cannot guarantee that
   */
  boolean createIfAbsent(String name, byte[] content);

  /** Moves a finished directory to a name that must not exist. */
  void commit(String finished, String name);

  /** Removes a file, or a directory with all below; does nothing if it is absent. */
  void delete(String name);

  /**
   * Runs what writes below a name. If it fails, what it has written is removed if possible, so that
   * a full disk has room again.
   */
  default void writeOrRemove(String name, Runnable writing) {
    try {
      writing.run();
    } catch (StorageException e) {
      try {
        delete(name);
      } catch (StorageException alsoFails) {
        e.addSuppressed(alsoFails);
      }
      throw e;
    }
  }

  /** Reads a whole file, which may not be larger than the limit. */
  default byte[] read(String name, long limit) {
    for (int attempt = 1; ; attempt++) {
      long size = size(name);
      if (size > limit) {
        throw new StorageException(
            StorageException.Kind.FAILED,
            Message.of(
                "%s/%s has %,d bytes, more than the %,d that such a file can have",
                location(), name, size, limit));
      }
      try (InputStream input = open(name)) {
        byte[] content = input.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
        // if there is more, a longer file has replaced it since its size was read
        if (attempt == READINGS || input.read() < 0) {
          return content;
        }
      } catch (java.io.IOException e) {
        throw new StorageException(
            StorageException.Kind.FAILED,
            "cannot read " + location() + "/" + name + ": " + e.getMessage(),
            e);
      }
    }
  }

  /** Reads a whole file if it exists; one that is removed meanwhile counts as absent. */
  default Optional<byte[]> readIfExists(String name, long limit) {
    try {
      return exists(name) ? Optional.of(read(name, limit)) : Optional.empty();
    } catch (StorageException e) {
      if (e.kind() == StorageException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Writes text in UTF-8 as {@link #write} does. */
  default void writeText(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
