package org.sparkbackprop.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.ClippedRule;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.Optimizers;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.training.loop.Regularization;

/** Reads the sections {@code optimizer} and {@code regularization}. */
final class OptimizerReading {

  private static final String NEEDS_UPDATE_RULE =
      " cannot be used with l-bfgs or a line search, whose steps depend on the cost alone";

  private OptimizerReading() {}

  /** Reads both sections. */
  static OptimizerSettings optimizer(SettingsReader reader, long epochs) {
    Optimizers chosen = Optimizers.named(reader.choice("optimizer.name", Optimizers.names()));
    String scale = reader.choice("optimizer.gradient", List.of("mean", "sum"));
    Optional<Double> rate = rate(reader, chosen);
    Optimizer optimizer = made(reader, chosen);
    return new OptimizerSettings(
        chosen,
        optimizer,
        course(reader, rate.orElse(1.0), epochs),
        rate.isEmpty(),
        scale.equals("sum") ? GradientScale.SUM : GradientScale.MEAN,
        strength(reader, optimizer, epochs),
        smoothing(reader));
  }

  private static OptimizerSettings.Smoothing smoothing(SettingsReader reader) {
    return new OptimizerSettings.Smoothing(
        reader.fraction("regularization.label-smoothing"),
        reader.choice(
            "regularization.label-smoothing-towards", OptimizerSettings.SmoothingTarget.class));
  }

  private static Regularization.Strength strength(
      SettingsReader reader, Optimizer optimizer, long epochs) {
    String decayKey = "regularization.weight-decay";
    double decay = reader.from0(decayKey);
    if (decay > 0 && !(optimizer instanceof UpdateRule)) {
      reader.problem(decayKey, "= " + decay + NEEDS_UPDATE_RULE + "; regularization.l2 suits all");
    }
    String course = reader.choice("regularization.course", List.of("constant", "flat-cosine"));
    return new Regularization.Strength(
        reader.from0("regularization.l2"),
        decay,
        Regularization.Course.valueOf(constant(course)),
        course.equals("constant") ? 0 : epochs);
  }

  /** The user's rate, or the optimiser's usual one; empty if it is to be found by trials. */
  private static Optional<Double> rate(SettingsReader reader, Optimizers chosen) {
    String key = "optimizer.learning-rate";
    if (reader.isWord(key, "default")) {
      return Optional.of(chosen.usualRate());
    }
    if (reader.isText(key)) {
      reader.problem(key, "must be a positive number, auto or default");
      return Optional.of(1.0);
    }
    return reader.automaticOrPositive(key).stream().boxed().findFirst();
  }

  /** Checks the keys of all optimisers, even of those that are not used. */
  private static Optimizer made(SettingsReader reader, Optimizers chosen) {
    Map<String, Object> values = new HashMap<>();
    for (Optimizers each : Optimizers.values()) {
      each.keys().forEach(key -> values.put(key.name(), value(reader, key)));
    }
    if (chosen != Optimizers.GRADIENT_DESCENT && !values.get("line-search").equals("none")) {
      reader.problem(
          "optimizer.line-search",
          "= backtracking is for gradient-descent (l-bfgs always searches); set it to none");
    }
    return averaged(reader, clipped(reader, chosen.create(values)));
  }

  private static Optimizer averaged(SettingsReader reader, Optimizer optimizer) {
    String key = "optimizer.average";
    double beta = reader.fraction(key);
    if (beta == 0) {
      return optimizer;
    }
    if (optimizer instanceof UpdateRule rule) {
      return new AveragedRule(rule, beta);
    }
    reader.problem(key, "= " + beta + NEEDS_UPDATE_RULE);
    return optimizer;
  }

  private static Optimizer clipped(SettingsReader reader, Optimizer optimizer) {
    String key = "optimizer.clip-norm";
    OptionalDouble norm = reader.optionalPositive(key);
    if (norm.isEmpty()) {
      return optimizer;
    }
    if (optimizer instanceof UpdateRule rule) {
      return new ClippedRule(rule, norm.getAsDouble());
    }
    reader.problem(key, "= " + norm.getAsDouble() + NEEDS_UPDATE_RULE);
    return optimizer;
  }

  private static Object value(SettingsReader reader, Optimizers.Key key) {
    String path = "optimizer." + key.name();
    return switch (key.kind()) {
      case FRACTION -> reader.fraction(path);
      case POSITIVE -> reader.positive(path);
      case COUNT -> reader.integer(path, 1, Optimizers.MAX_COUNT);
      case TRUTH -> reader.truth(path);
      case CHOICE -> reader.choice(path, key.choices());
    };
  }

  private static double warmUp(SettingsReader reader, String key, long epochs) {
    double warmUp = reader.from0(key);
    if (warmUp > epochs) {
      reader.problem(key, "= %s must be at most training.epochs".formatted(warmUp));
      return 0;
    }
    return warmUp;
  }

  private static LearningRate course(SettingsReader reader, double rate, long epochs) {
    String section = "optimizer.schedule.";
    String shape =
        reader.choice(
            section + "shape", List.of("constant", "step", "linear", "cosine", "log-cosine"));
    return new LearningRate(
        rate,
        LearningRate.Shape.valueOf(constant(shape)),
        warmUp(reader, section + "warm-up", epochs),
        epochs,
        reader.share(section + "end"),
        reader.positive(section + "drop-every"),
        reader.positiveShare(section + "drop-to"),
        (int) reader.integer(section + "cycles", 1, 30));
  }

  /** The name of a constant for a word of a configuration. */
  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
