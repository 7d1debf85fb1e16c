package org.sparkbackprop.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.Lbfgs;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LineSearchDescent;
import org.sparkbackprop.optim.Momentum;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.settings.OptimizerSettings;

/** Reads the sections {@code optimizer} and {@code regularization}. */
final class OptimizerReading {

  private static final int MAX_PAIRS = 1000;

  private OptimizerReading() {}

  /** Reads both sections. */
  static OptimizerSettings optimizer(SettingsReader reader, long epochs) {
    String name =
        reader.choice("optimizer.name", List.of("gradient-descent", "momentum", "adam", "l-bfgs"));
    String scale = reader.choice("optimizer.gradient", List.of("mean", "sum"));
    Optional<Double> rate = rate(reader, name);
    Optimizer optimizer = named(reader, name);
    return new OptimizerSettings(
        name,
        optimizer,
        course(reader, rate.orElse(1.0), epochs),
        rate.isEmpty(),
        scale.equals("sum") ? GradientScale.SUM : GradientScale.MEAN,
        reader.from0("regularization.l2"));
  }

  /** What the user gave, or the optimiser's usual one; nothing if it is to be found. */
  private static Optional<Double> rate(SettingsReader reader, String name) {
    String key = "optimizer.learning-rate";
    if (reader.isWord(key, "default")) {
      return Optional.of(OptimizerSettings.usualRate(name));
    }
    if (reader.isText(key)) {
      reader.problem(key, "must be a positive number, auto or default");
      return Optional.of(1.0);
    }
    return reader.automaticOrPositive(key).stream().boxed().findFirst();
  }

  private static Optimizer named(SettingsReader reader, String name) {
    double momentum = reader.fraction("optimizer.momentum");
    boolean nesterov = reader.truth("optimizer.nesterov");
    double beta1 = reader.fraction("optimizer.adam.beta1");
    double beta2 = reader.fraction("optimizer.adam.beta2");
    double epsilon = reader.positive("optimizer.adam.epsilon");
    int pairs = (int) reader.integer("optimizer.l-bfgs.history", 1, MAX_PAIRS);
    boolean search =
        reader
            .choice("optimizer.line-search", List.of("none", "backtracking"))
            .equals("backtracking");
    if (search && !name.equals("gradient-descent")) {
      reader.problem(
          "optimizer.line-search",
          "= backtracking is for gradient-descent (l-bfgs always searches); say none");
    }
    return switch (name) {
      case "l-bfgs" -> new Lbfgs(pairs);
      case "momentum" ->
          new Momentum(momentum, nesterov ? Momentum.Form.NESTEROV : Momentum.Form.POLYAK);
      case "adam" -> new Adam(beta1, beta2, epsilon);
      default -> search ? new LineSearchDescent() : new GradientDescent();
    };
  }

  private static double warmUp(SettingsReader reader, String key, long epochs) {
    double warmUp = reader.from0(key);
    if (warmUp > epochs) {
      reader.problem(key, "= %s must not be more than training.epochs".formatted(warmUp));
      return 0;
    }
    return warmUp;
  }

  private static LearningRate course(SettingsReader reader, double rate, long epochs) {
    String section = "optimizer.schedule.";
    String shape =
        reader.choice(section + "shape", List.of("constant", "step", "linear", "cosine"));
    return new LearningRate(
        rate,
        LearningRate.Shape.valueOf(shape.toUpperCase(Locale.ROOT)),
        warmUp(reader, section + "warm-up", epochs),
        epochs,
        reader.share(section + "end"),
        reader.positive(section + "drop-every"),
        reader.positiveShare(section + "drop-to"));
  }
}
