package org.sparkbackprop.optim;

import java.util.List;

/**
 * Adam (Kingma and Ba, ICLR 2015):
 *
 * <pre>
 *   m ← β₁ m + (1 − β₁) g          v ← β₂ v + (1 − β₂) g²
 *   w ← w − η m̂ / (√v̂ + ε)         m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), t the number of the step
 * </pre>
 *
 * <p>With weight decay it is AdamW.
 *
 * @param beta1 β₁, from 0 to below 1
 * @param beta2 β₂, from 0 to below 1
 * @param epsilon ε, a positive number
 */
public record Adam(double beta1, double beta2, double epsilon) implements UpdateRule {

  /**
   * Checks the constants.
   *
   * @throws IllegalArgumentException if β₁ or β₂ is not from 0 to below 1, or ε not positive
   */
  public Adam {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(
          "Adam needs 0 ≤ β₁ < 1, 0 ≤ β₂ < 1 and ε > 0, not %s, %s and %s"
              .formatted(beta1, beta2, epsilon));
    }
  }

  @Override
  public List<String> moments() {
    return List.of("m", "v");
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    double rate = learningRate / (1 - StrictMath.pow(beta1, step));
    double unbias = 1 / StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
    return new Kernel(beta1, beta2, epsilon, rate, unbias, decay);
  }

  /**
   * The formula of step t.
   *
   * @param rate η / (1 − β₁ᵗ)
   * @param unbias 1 / √(1 − β₂ᵗ)
   */
  private record Kernel(
      double beta1, double beta2, double epsilon, double rate, double unbias, double decay)
      implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      double[] first = moments[0];
      double[] second = moments[1];
      double more1 = 1 - beta1;
      double more2 = 1 - beta2;
      for (int i = from; i < until; i++) {
        double g = gradient[i];
        double m = Subnormals.flushed(beta1 * first[i] + more1 * g);
        double v = Subnormals.flushed(beta2 * second[i] + more2 * g * g);
        first[i] = m;
        second[i] = v;
        double w = parameters[i];
        parameters[i] = w - (rate * m / (Math.sqrt(v) * unbias + epsilon) + decay * w);
      }
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      float[] first = moments[0];
      float[] second = moments[1];
      float keep1 = (float) beta1;
      float keep2 = (float) beta2;
      float more1 = (float) (1 - beta1);
      float more2 = (float) (1 - beta2);
      float eta = (float) rate;
      float scale = (float) unbias;
      float min = (float) epsilon;
      float lost = (float) decay;
      for (int i = from; i < until; i++) {
        float g = gradient[i];
        float m = Subnormals.flushed(keep1 * first[i] + more1 * g);
        float v = Subnormals.flushed(keep2 * second[i] + more2 * g * g);
        first[i] = m;
        second[i] = v;
        float w = parameters[i];
        parameters[i] = w - (eta * m / ((float) Math.sqrt(v) * scale + min) + lost * w);
      }
    }
  }
}
