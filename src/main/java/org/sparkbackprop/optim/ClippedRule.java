package org.sparkbackprop.optim;

import java.util.List;

/**
 * An update rule whose steps take a gradient of limited length, by {@link GradientClipping}.
 *
 * @param rule of the steps
 * @param maxGradientNorm the norm to which a longer gradient is scaled down, a positive number
 */
public record ClippedRule(UpdateRule rule, double maxGradientNorm) implements UpdateRule {

  /**
   * Checks the norm.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ClippedRule {
    if (!(maxGradientNorm > 0)) {
      throw new IllegalArgumentException(
          "the norm of gradients is " + maxGradientNorm + ", not a positive number");
    }
  }

  @Override
  public List<String> moments() {
    return rule.moments();
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    return rule.kernel(step, learningRate, decay);
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return rule.stepsAreLongAsTheGradient();
  }
}
