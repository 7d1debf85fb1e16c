package org.sparkbackprop.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Momentum;
import org.sparkbackprop.optim.Optimizer;

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
      Map.of("gradient-descent", 0.1, "momentum", 0.01, "adam", 0.001);

  /** What the learning rate is, for the gradient of the mean, if the user does not give one. */
  static double usualRate(String name) {
    return USUAL_RATES.get(name);
  }

  /** Reads both sections. */
  static OptimizerSettings of(SettingsReader reader, long epochs) {
    String name = reader.choice("optimizer.name", List.of("gradient-descent", "momentum", "adam"));
    String scale = reader.choice("optimizer.gradient", List.of("mean", "sum"));
    Optional<Double> rate = rate(reader, name);
    return new OptimizerSettings(
        name,
        optimizer(reader, name),
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
    return reader.automaticOrPositive(key).stream().boxed().findFirst();
  }

  private static Optimizer optimizer(SettingsReader reader, String name) {
    double momentum = reader.fraction("optimizer.momentum");
    boolean nesterov = reader.truth("optimizer.nesterov");
    double beta1 = reader.fraction("optimizer.adam.beta1");
    double beta2 = reader.fraction("optimizer.adam.beta2");
    double epsilon = reader.positive("optimizer.adam.epsilon");
    return switch (name) {
      case "momentum" ->
          new Momentum(momentum, nesterov ? Momentum.Form.NESTEROV : Momentum.Form.POLYAK);
      case "adam" -> new Adam(beta1, beta2, epsilon);
      default -> new GradientDescent();
    };
  }

  private static LearningRate course(SettingsReader reader, double rate, long epochs) {
    String section = "optimizer.schedule.";
    String shape =
        reader.choice(section + "shape", List.of("constant", "step", "linear", "cosine"));
    return new LearningRate(
        rate,
        LearningRate.Shape.valueOf(shape.toUpperCase(Locale.ROOT)),
        reader.from0(section + "warm-up"),
        epochs,
        reader.share(section + "end"),
        reader.positive(section + "drop-every"),
        reader.positiveShare(section + "drop-to"));
  }
}
