package org.sparkbackprop.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.Lbfgs;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LineSearchDescent;
import org.sparkbackprop.optim.Momentum;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.UpdateRule;

/**
 * The sections {@code optimizer} and {@code regularization}.
 *
 * @param name of the optimiser
 * @param learningRate its course; where it is to be found, from 1 on
 * @param rateIsFound whether the learning rate is to be found by trying
 * @param scale what the gradient is of
 * @param l2 λ, 0 for none
 */
record OptimizerSettings(
    String name,
    Optimizer optimizer,
    LearningRate learningRate,
    boolean rateIsFound,
    GradientScale scale,
    double l2) {

  private static final Map<String, Double> USUAL_RATES =
      Map.of("gradient-descent", 0.1, "momentum", 0.01, "adam", 0.001, "l-bfgs", 1.0);

  private static final int MOST_PAIRS = 1000;

  /** What the learning rate is, for the gradient of the mean, if the user does not give one. */
  static double usualRate(String name) {
    return USUAL_RATES.get(name);
  }

  /** Whether twice the gradient makes a step of twice the length. */
  boolean stepsAreLongAsTheGradient() {
    return optimizer instanceof GradientDescent || optimizer instanceof Momentum;
  }

  /** Whether a step needs no more than the gradient of some samples. */
  boolean takesMiniBatches() {
    return optimizer instanceof UpdateRule;
  }

  /** The optimiser and its learning rate in a line for people. */
  String describe(LearningRate rate) {
    StringBuilder line =
        new StringBuilder(
            optimizer instanceof LineSearchDescent ? name + " with line search" : name);
    line.append(", learning rate ").append(rate.initial());
    if (rate.shape() != LearningRate.Shape.CONSTANT) {
      line.append(", ").append(rate.shape().name().toLowerCase(Locale.ROOT)).append(" schedule");
    }
    if (rate.warmUp() > 0) {
      line.append(", warm-up of ").append(rate.warmUp()).append(" epochs");
    }
    line.append(", gradient of the ").append(scale.name().toLowerCase(Locale.ROOT));
    return l2 > 0 ? line.append(", l2 ").append(l2).toString() : line.toString();
  }

  /** Reads both sections. */
  static OptimizerSettings of(SettingsReader reader, long epochs) {
    String name =
        reader.choice("optimizer.name", List.of("gradient-descent", "momentum", "adam", "l-bfgs"));
    String scale = reader.choice("optimizer.gradient", List.of("mean", "sum"));
    Optional<Double> rate = rate(reader, name);
    Optimizer optimizer = optimizer(reader, name);
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
      return Optional.of(usualRate(name));
    }
    if (reader.isText(key)) {
      reader.problem(key, "must be a positive number, auto or default");
      return Optional.of(1.0);
    }
    return reader.automaticOrPositive(key).stream().boxed().findFirst();
  }

  private static Optimizer optimizer(SettingsReader reader, String name) {
    double momentum = reader.fraction("optimizer.momentum");
    boolean nesterov = reader.truth("optimizer.nesterov");
    double beta1 = reader.fraction("optimizer.adam.beta1");
    double beta2 = reader.fraction("optimizer.adam.beta2");
    double epsilon = reader.positive("optimizer.adam.epsilon");
    int pairs = (int) reader.integer("optimizer.l-bfgs.history", 1, MOST_PAIRS);
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
