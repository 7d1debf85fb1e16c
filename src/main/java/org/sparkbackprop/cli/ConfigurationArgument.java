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

/** The configuration of a training, with what the command line changes of it. */
final class ConfigurationArgument {

  @Parameters(paramLabel = "CONFIG", description = "the configuration, a file in HOCON")
  private String path;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of the configuration; may be given again")
  private List<String> changes = List.of();

  /**
   * Reads and checks it.
   *
   * @throws SettingsException naming all problems at once
   */
  TrainingSettings settings(Configuration hadoop) {
    return file(hadoop).training();
  }

  /** The file with the changes of the command line. */
  ConfigurationFile file(Configuration hadoop) {
    return ConfigurationFile.read(path, changes, hadoop);
  }

  /** The same for one run of those that are made again and again. */
  ConfigurationFile file(RunId run, Configuration hadoop) {
    List<String> all = new ArrayList<>(run.changes());
    all.addAll(changes);
    return ConfigurationFile.read(path, all, hadoop);
  }
}
