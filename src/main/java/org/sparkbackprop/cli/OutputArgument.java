package org.sparkbackprop.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** The output directory of a command that scores. */
final class OutputArgument {

  private OutputArgument() {}

  /**
   * What is done about an output that exists.
   *
   * @param replaceable names that may be in it; nothing may be there if absent
   */
  record Existing(Optional<Set<String>> replaceable) {

    static final Existing REFUSED = new Existing(Optional.empty());

    /** It is replaced if there is nothing in it but files of these names. */
    static Existing replaced(Set<String> names) {
      return new Existing(Optional.of(names));
    }
  }

  /**
   * A directory that does not exist yet, or may be replaced.
   *
   * @throws StorageException if it exists, and may not
   */
  static Storage directory(String location, Existing existing, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    if (existing.replaceable().isEmpty()) {
      requireAbsent(directory, ", or --overwrite");
      return directory;
    }
    List<String> others =
        directory.list("").stream()
            .filter(name -> !existing.replaceable().get().contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s has %s in it, which --overwrite does not replace; give another --output"
              .formatted(directory.location(), others.get(0)));
    }
    return directory;
  }

  private static void requireAbsent(Storage directory, String remedy) {
    if (directory.exists("")) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s exists; give another --output%s".formatted(directory.location(), remedy));
    }
  }

  /**
   * A directory that does not exist yet.
   *
   * @throws StorageException if it exists
   */
  static Storage newDirectory(String location, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    requireAbsent(directory, "");
    return directory;
  }
}
