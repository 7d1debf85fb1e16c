package org.sparkbackprop.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.registry.Retention;
import org.sparkbackprop.retrain.Gate;
import org.sparkbackprop.retrain.RetrainSettings;
import org.sparkbackprop.statistics.DriftLimits;

/** Reads the section {@code retrain}. */
final class RetrainReading {

  private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private RetrainReading() {}

  /**
   * Reads and checks the section.
   *
   * @throws SettingsException naming all problems at once
   */
  static RetrainSettings retraining(ConfigurationFile file) {
    SettingsReader reader = new SettingsReader(file);
    String name = reader.text("retrain.name", file.name());
    if (!name.matches(NAMES)) {
      reader.problem(
          "retrain.name",
          "= '%s' must consist of letters, digits, '.', '_' and '-', and start with a letter or digit"
              .formatted(name));
    }
    if (!reader.isWord("target.kind", Target.Kind.CLASS.configurationName())) {
      reader.problem(
          "target.kind",
          "= %s cannot be retrained: models are compared by their classes; train and evaluate can"
                  .formatted(reader.text("target.kind", ""))
              + " predict numbers and labels");
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
          "must be given with retrain.gate.metric = cost: the default is for accuracy; for cost it is a"
              + " mean cost per row, as in retrain.gate.tolerance = 0.02");
    }
    return new Gate(
        Gate.Metric.valueOf(metric.toUpperCase(Locale.ROOT)),
        reader.from0("retrain.gate.tolerance"),
        reader.share("retrain.gate.accuracy-floor"),
        reader.share("retrain.gate.recall-floor"));
  }
}
