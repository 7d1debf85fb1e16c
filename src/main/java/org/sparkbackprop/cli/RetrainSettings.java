package org.sparkbackprop.cli;

import org.sparkbackprop.error.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.retrain.DriftLimits;
import org.sparkbackprop.retrain.Gate;
import org.sparkbackprop.retrain.Retention;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Storage;

/**
 * What retraining needs to know beside the training, checked.
 *
 * @param root the directory of all models
 * @param name of the model
 * @param lease for how long it holds without being renewed
 * @param prometheusFile where else metrics are written
 * @param gate between the model in service and the new one
 * @param drift how far the data may be from those before
 */
record RetrainSettings(
    String root,
    String name,
    Duration lease,
    Retention retention,
    Optional<String> prometheusFile,
    Gate gate,
    DriftLimits drift) {

  private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  /**
   * Reads and checks the section.
   *
   * @throws SettingsException naming all problems at once
   */
  static RetrainSettings of(ConfigurationFile file) {
    SettingsReader reader = new SettingsReader(file);
    String name = reader.text("retrain.name", file.name());
    if (!name.matches(NAMES)) {
      reader.problem(
          "retrain.name",
          "= '%s' must be of letters, digits, '.', '_' and '-', and begin with a letter or digit"
              .formatted(name));
    }
    RetrainSettings settings =
        new RetrainSettings(
            reader.text("retrain.root", "models"),
            name,
            Duration.ofSeconds(reader.integer("retrain.lease-seconds", 3, 86_400)),
            new Retention((int) reader.integer("retrain.keep-versions", 1, 100_000)),
            reader.text("retrain.prometheus-file"),
            gate(reader),
            new DriftLimits(
                limit(reader, "rows"),
                limit(reader, "missing"),
                limit(reader, "classes"),
                limit(reader, "features")));
    reader.throwIfProblems();
    return settings;
  }

  private static DriftLimits.Limit limit(SettingsReader reader, String measure) {
    String key = "retrain.drift." + measure;
    return new DriftLimits.Limit(
        reader.optionalPositive(key + ".warn").orElse(Double.NaN),
        reader.optionalPositive(key + ".stop").orElse(Double.NaN));
  }

  private static Gate gate(SettingsReader reader) {
    String metric = reader.choice("retrain.gate.metric", List.of("accuracy", "cost"));
    if (metric.equals("cost") && !reader.isGiven("retrain.gate.tolerance")) {
      reader.problem(
          "retrain.gate.tolerance",
          "must be given with retrain.gate.metric = cost: the default is meant for accuracy, and a"
              + " tolerance of cost is a mean cost a row, as in --set retrain.gate.tolerance=0.02");
    }
    return new Gate(
        Gate.Metric.valueOf(metric.toUpperCase(Locale.ROOT)),
        reader.from0("retrain.gate.tolerance"),
        reader.share("retrain.gate.accuracy-floor"),
        reader.share("retrain.gate.recall-floor"));
  }

  /** The directory of all that belongs to the model. */
  Storage home(Configuration hadoop) {
    return HadoopStorage.at(root + "/" + name, hadoop);
  }
}
