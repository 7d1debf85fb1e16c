package org.sparkbackprop.cli;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Option;

/** The options that name a model and the rows that it scores. */
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

  /** The rows that the options name. */
  ModelInput.Rows rows(Model read, Configuration hadoop) {
    return new ModelInput("--input", input, changes).rows(read, hadoop);
  }
}
