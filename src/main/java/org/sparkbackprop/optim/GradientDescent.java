package org.sparkbackprop.optim;

import java.util.Map;

/**
 * w ← w − η ∇J.
 *
 * @param learningRate η, a positive number
 */
public record GradientDescent(double learningRate) implements Optimizer {

  /**
   * Checks the learning rate.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  public GradientDescent {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "the learning rate is " + learningRate + ", not a positive number");
    }
  }

  @Override
  public OptimizerState initialState(int parameterCount) {
    return new OptimizerState(Map.of());
  }

  @Override
  public void step(double[] weights, double[] gradient, OptimizerState state) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= learningRate * gradient[i];
    }
  }
}
