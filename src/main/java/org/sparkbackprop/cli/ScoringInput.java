package org.sparkbackprop.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import picocli.CommandLine.Option;

/** The options that name a model and the rows that it scores, and the output of scoring. */
final class ScoringInput {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "a model directory, or the directory of a run")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "CONFIG-or-PATH",
      description =
          "a configuration (*.conf) whose section input names the rows; or the path of the rows"
              + " (for a model trained on a table, the name of a table), to be read like the training"
              + " data")
  private String input;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of that configuration; may be repeated")
  private List<String> changes = List.of();

  Model model(Configuration hadoop) {
    return read(model, hadoop);
  }

  /** The model in a model directory, or in the directory of a run. */
  static Model read(String location, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    boolean ofRun = !directory.exists("model.json") && directory.exists(RunDirectory.MODEL);
    return ModelDirectory.read(ofRun ? directory.directory(RunDirectory.MODEL) : directory);
  }

  /**
   * An output directory that may only hold files of these names, which are to be replaced.
   *
   * @throws StorageException if it holds something else
   */
  static Storage replaceable(String location, Set<String> names, Configuration hadoop) {
    Storage directory = HadoopStorage.at(location, hadoop);
    Optional<String> other =
        directory.list("").stream().filter(name -> !names.contains(name)).findFirst();
    if (other.isPresent()) {
      throw new StorageException(
          StorageException.Kind.CANNOT_CREATE,
          "the output %s has %s in it, which --overwrite does not replace; give another --output"
              .formatted(directory.location(), other.get()));
    }
    return directory;
  }

  /**
   * An output directory that does not exist yet.
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

  /** The rows that the options name. */
  ModelInput.Rows rows(Model read, Configuration hadoop) {
    return new ModelInput("--input", input, changes).rows(read, hadoop);
  }
}
