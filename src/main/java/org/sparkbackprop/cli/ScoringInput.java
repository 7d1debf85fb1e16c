package org.sparkbackprop.cli;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.model.Model;
import picocli.CommandLine.Option;

/** The options that name a model and the rows it is to look at. */
final class ScoringInput {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "a model directory, or the directory of the run that left it")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "CONFIG-or-PATH",
      description =
          "a configuration (*.conf) whose section input names the rows, or their path (or, if it"
              + " was trained on a table, that of another one); then all else is as the model was"
              + " trained with")
  private String input;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of that configuration; may be given again")
  private List<String> changes = List.of();

  Model model(Configuration hadoop) {
    return ModelArgument.read(model, hadoop);
  }

  /** The rows that the options name. */
  ModelInput.Rows rows(Model read, Configuration hadoop) {
    return new ModelInput("--input", input, changes).rows(read, hadoop);
  }
}
