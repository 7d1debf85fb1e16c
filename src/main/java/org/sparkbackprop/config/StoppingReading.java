package org.sparkbackprop.config;

import java.time.Duration;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.training.loop.Stopping;

/** Reads the section {@code stopping}. */
final class StoppingReading {

  private static final long MAX_RECORDS = 1_000_000_000_000L;

  private StoppingReading() {}

  static Stopping stopping(SettingsReader reader, ValidationSettings validation) {
    long patience = reader.integer("stopping.patience", 0, MAX_RECORDS);
    if (patience > 0 && !validation.isThere()) {
      reader.problem(
          "stopping.patience",
          "= %s needs validation rows; set validation.fraction or validation.path"
              .formatted(patience));
    }
    Stopping.Targets targets =
        new Stopping.Targets(
            reader.optionalShare("stopping.accuracy").orElse(Double.NaN),
            reader.optionalPositive("stopping.cost").orElse(Double.NaN),
            reader.optionalPositive("stopping.gradient-norm").orElse(Double.NaN));
    return new Stopping(
        targets,
        patience,
        reader.choice("stopping.measure", Stopping.Measure.class),
        reader.choice("stopping.choose", Stopping.Choice.class),
        reader.from0("stopping.least-improvement"),
        time(reader));
  }

  private static Duration time(SettingsReader reader) {
    double max = Stopping.NO_LIMIT.toSeconds();
    double seconds = reader.optionalPositive("stopping.seconds").orElse(max);
    return Duration.ofNanos((long) (Math.min(seconds, max) * 1e9));
  }
}
