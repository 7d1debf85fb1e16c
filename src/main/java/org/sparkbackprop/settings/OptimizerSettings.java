package org.sparkbackprop.settings;

import java.util.Locale;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.LineSearchDescent;
import org.sparkbackprop.optim.Optimizer;
import org.sparkbackprop.optim.Optimizers;
import org.sparkbackprop.optim.UpdateRule;

/**
 * The sections {@code optimizer} and {@code regularization}.
 *
 * @param kind of the optimiser
 * @param optimizer with its own settings
 * @param learningRate its course; where it is to be found, from 1 on
 * @param rateIsFound whether the learning rate is to be found by trying
 * @param scale what the gradient is of
 * @param l2 λ, 0 for none
 */
public record OptimizerSettings(
    Optimizers kind,
    Optimizer optimizer,
    LearningRate learningRate,
    boolean rateIsFound,
    GradientScale scale,
    double l2) {

  /** The name of the optimiser. */
  public String name() {
    return kind.optimizerName();
  }

  /** Whether a step needs no more than the gradient of some samples. */
  public boolean takesMiniBatches() {
    return optimizer instanceof UpdateRule;
  }

  /** The optimiser and its learning rate in a line for people. */
  String describe(LearningRate rate) {
    StringBuilder line =
        new StringBuilder(
            optimizer instanceof LineSearchDescent ? name() + " with line search" : name());
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
