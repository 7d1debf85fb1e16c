package org.sparkbackprop.cli;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** The output directory of a command that scores. */
final class OutputArgument {

  private OutputArgument() {}

  /**
   * A directory that does not exist yet, or null if none is asked for.
   *
   * @throws StorageException if it exists
   */
  static Storage newDirectory(String location, Configuration hadoop) {
    if (location == null) {
      return null;
    }
    Storage directory = HadoopStorage.at(location, hadoop);
    if (directory.exists("")) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output " + directory.location() + " exists; give another --output");
    }
    return directory;
  }

  /** Writes the first file of an output; that it fails means that the output cannot be made. */
  static <T> T first(Storage directory, Supplier<T> write) {
    try {
      return write.get();
    } catch (StorageException e) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s cannot be made: %s".formatted(directory.location(), e.getMessage()),
          e);
    }
  }
}
