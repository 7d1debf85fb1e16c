package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.math.ArrayFunctions;

/**
 * The Gaussian error linear unit in its tanh form (Hendrycks and Gimpel, arXiv 1606.08415, 2016):
 * f(a) = a h with h = (1 + t) / 2 and t = tanh(√(2/π) (a + 0.044715 a³)), f′ = h + a (1 − t²)
 * √(2/π) (1 + 3 · 0.044715 a²) / 2. It differs from a Φ(a) by less than 0.0005.
 */
public record Gelu() implements InputActivation {

  private static final long serialVersionUID = 1;

  /** √(2/π). */
  private static final double SLOPE = 0.7978845608028654;

  /** √(2/π) · 0.044715. */
  private static final double CUBIC = 0.7978845608028654 * 0.044715;

  private static final double HALF_SLOPE = SLOPE / 2;
  private static final double HALF_SLOPE_OF_CUBE = 3 * CUBIC / 2;

  /** A twentieth of the largest derivative. */
  private static final double FLAT = 1.129 / 20;

  @Override
  public String activationName() {
    return "gelu";
  }

  @Override
  public void apply(double[] values, double[] derivatives, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      double a = values[i] + addend;
      derivatives[i] = a * (SLOPE + CUBIC * (a * a));
    }
    ArrayFunctions.chosen().tanh(derivatives, offset, length, 0);
    for (int i = offset; i < offset + length; i++) {
      double a = values[i] + addend;
      double t = derivatives[i];
      double h = 0.5 * (1 + t);
      values[i] = a * h;
      derivatives[i] = h + a * (1 - t * t) * (HALF_SLOPE + HALF_SLOPE_OF_CUBE * (a * a));
    }
  }

  @Override
  public void apply(float[] values, float[] derivatives, int offset, int length, float addend) {
    float slope = (float) SLOPE;
    float cubic = (float) CUBIC;
    for (int i = offset; i < offset + length; i++) {
      float a = values[i] + addend;
      derivatives[i] = a * (slope + cubic * (a * a));
    }
    ArrayFunctions.chosen().tanh(derivatives, offset, length, 0);
    float halfSlope = (float) HALF_SLOPE;
    float halfSlopeOfCube = (float) HALF_SLOPE_OF_CUBE;
    for (int i = offset; i < offset + length; i++) {
      float a = values[i] + addend;
      float t = derivatives[i];
      float h = 0.5f * (1 + t);
      values[i] = a * h;
      derivatives[i] = h + a * (1 - t * t) * (halfSlope + halfSlopeOfCube * (a * a));
    }
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  @Override
  public boolean isSaturated(double derivative) {
    return false; // nearly 0 is normal for many samples
  }

  @Override
  public boolean isFlat(double derivative) {
    return Math.abs(derivative) < FLAT;
  }
}
