package org.sparkbackprop.settings;

import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
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
public record OptimizerSettings(
    String name,
    Optimizer optimizer,
    LearningRate learningRate,
    boolean rateIsFound,
    GradientScale scale,
    double l2) {

  private static final Map<String, Double> USUAL_RATES =
      Map.of("gradient-descent", 0.1, "momentum", 0.01, "adam", 0.001, "l-bfgs", 1.0);

  /** What the learning rate is, for the gradient of the mean, if the user does not give one. */
  public static double usualRate(String name) {
    return USUAL_RATES.get(name);
  }

  /** Whether twice the gradient makes a step of twice the length. */
  public boolean stepsAreLongAsTheGradient() {
    return optimizer instanceof GradientDescent || optimizer instanceof Momentum;
  }

  /** Whether a step needs no more than the gradient of some samples. */
  public boolean takesMiniBatches() {
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
}
