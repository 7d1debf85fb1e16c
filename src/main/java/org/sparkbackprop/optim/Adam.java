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
  public UpdateKernel kernel(double step, double learningRate) {
    double rate = learningRate / (1 - StrictMath.pow(beta1, step));
    double unbias = 1 / StrictMath.sqrt(1 - StrictMath.pow(beta2, step));
    return new Kernel(beta1, beta2, epsilon, rate, unbias);
  }

  /**
   * The formula of step t.
   *
   * @param rate η / (1 − β₁ᵗ)
   * @param unbias 1 / √(1 − β₂ᵗ)
   */
  private record Kernel(double beta1, double beta2, double epsilon, double rate, double unbias)
      implements UpdateKernel {

    @Override
    public void update(double[] parameters, double[] gradient, double[][] moments) {
      double[] first = moments[0];
      double[] second = moments[1];
      double more1 = 1 - beta1;
      double more2 = 1 - beta2;
      for (int i = 0; i < parameters.length; i++) {
        double g = gradient[i];
        double m = beta1 * first[i] + more1 * g;
        double v = beta2 * second[i] + more2 * g * g;
        first[i] = m;
        second[i] = v;
        parameters[i] -= rate * m / (Math.sqrt(v) * unbias + epsilon);
      }
    }

    @Override
    public void update(float[] parameters, float[] gradient, float[][] moments) {
      float[] first = moments[0];
      float[] second = moments[1];
      float keep1 = (float) beta1;
      float keep2 = (float) beta2;
      float more1 = (float) (1 - beta1);
      float more2 = (float) (1 - beta2);
      float eta = (float) rate;
      float scale = (float) unbias;
      float min = (float) epsilon;
      for (int i = 0; i < parameters.length; i++) {
        float g = gradient[i];
        float m = keep1 * first[i] + more1 * g;
        float v = keep2 * second[i] + more2 * g * g;
        first[i] = m;
        second[i] = v;
        parameters[i] -= eta * m / ((float) Math.sqrt(v) * scale + min);
      }
    }
  }
}
