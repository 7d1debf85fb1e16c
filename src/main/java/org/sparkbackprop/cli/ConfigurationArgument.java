package org.sparkbackprop.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.retrain.RunId;
import org.sparkbackprop.settings.TrainingSettings;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration of a training, with the changes of the command line. */
final class ConfigurationArgument {

  @Parameters(paramLabel = "CONFIG", description = "the configuration, a HOCON file")
  private String path;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of the configuration; may be repeated")
  private List<String> changes = List.of();

  /**
   * Reads and checks it.
   *
   * @throws SettingsException naming all problems
   */
  TrainingSettings settings(Configuration hadoop) {
    return ConfigurationFile.read(path, changes, hadoop).training();
  }

  /** The file for a run of a retraining, which may name the run. */
  ConfigurationFile file(RunId run, Configuration hadoop) {
    List<String> all = new ArrayList<>(run.changes());
    all.addAll(changes);
    return ConfigurationFile.read(path, all, hadoop);
  }
}
