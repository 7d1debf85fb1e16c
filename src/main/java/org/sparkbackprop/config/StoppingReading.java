package org.sparkbackprop.config;

import java.time.Duration;
import java.util.List;
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
    List<Stopping.Measure> measures = List.of(Stopping.Measure.values());
    List<String> names = measures.stream().map(Stopping.Measure::configurationName).toList();
    String measure = reader.choice("stopping.measure", names);
    return new Stopping(
        targets,
        patience,
        measures.get(names.indexOf(measure)),
        choice(reader),
        reader.from0("stopping.least-improvement"),
        time(reader));
  }

  private static Stopping.Choice choice(SettingsReader reader) {
    List<Stopping.Choice> choices = List.of(Stopping.Choice.values());
    List<String> names = choices.stream().map(Stopping.Choice::configurationName).toList();
    return choices.get(names.indexOf(reader.choice("stopping.choose", names)));
  }

  private static Duration time(SettingsReader reader) {
    double max = Stopping.NO_LIMIT.toSeconds();
    double seconds = reader.optionalPositive("stopping.seconds").orElse(max);
    return Duration.ofNanos((long) (Math.min(seconds, max) * 1e9));
  }
}
