package org.sparkbackprop.cli;

import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/** The output directory of a command that scores. */
final class OutputArgument {

  private OutputArgument() {}

  /**
   * A directory that may only hold files of these names, which are to be replaced.
   *
   * @throws StorageException if it holds something else
   */
  static Storage replaceable(String location, Set<String> names, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    List<String> others =
        directory.list("").stream().filter(name -> !names.contains(name)).toList();
    if (!others.isEmpty()) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s has %s in it, which --overwrite does not replace; give another --output"
              .formatted(directory.location(), others.get(0)));
    }
    return directory;
  }

  /**
   * A directory that does not exist yet.
   *
   * @param remedy other than another directory; may be empty
   * @throws StorageException if it exists
   */
  static Storage absent(String location, Configuration hadoop, String remedy) {
    Storage directory = HadoopStorage.at(location, hadoop);
    if (directory.exists("")) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s exists; give another --output%s".formatted(directory.location(), remedy));
    }
    return directory;
  }
}
