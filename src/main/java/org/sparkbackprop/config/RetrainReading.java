package org.sparkbackprop.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.registry.Retention;
import org.sparkbackprop.retrain.Gate;
import org.sparkbackprop.retrain.RetrainSettings;
import org.sparkbackprop.statistics.DriftLimits;
import org.sparkbackprop.training.loop.Stopping.Measure;

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
    List<String> names = new ArrayList<>(List.of(SettingsReader.AUTO));
    Arrays.stream(Measure.values())
        .filter(measure -> measure != Measure.COST_AND_ERROR)
        .map(Measure::configurationName)
        .forEach(names::add);
    String metric = reader.choice("retrain.gate.metric", names);
    return new Gate(
        metric.equals(SettingsReader.AUTO)
            ? Optional.empty()
            : Optional.of(Measure.valueOf(metric.toUpperCase(Locale.ROOT).replace('-', '_'))),
        reader.isWord("retrain.gate.tolerance", SettingsReader.AUTO)
            ? OptionalDouble.empty()
            : OptionalDouble.of(reader.from0("retrain.gate.tolerance")),
        reader.optionalFinite("retrain.gate.limit"),
        reader.share("retrain.gate.accuracy-floor"),
        reader.share("retrain.gate.recall-floor"));
  }
}
