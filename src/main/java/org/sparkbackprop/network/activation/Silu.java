package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.math.ArrayFunctions;

/**
 * The sigmoid-weighted linear unit, also called swish (Elfwing, Uchibe and Doya, Neural Networks
 * 107, 2018): f(a) = a s with s = sigmoid a, f′ = s + f (1 − s).
 */
public record Silu() implements InputActivation {

  private static final long serialVersionUID = 1;

  /** A twentieth of the largest derivative. */
  private static final double FLAT = 1.0998 / 20;

  @Override
  public String activationName() {
    return "silu";
  }

  @Override
  public void apply(double[] values, double[] derivatives, int offset, int length, double addend) {
    System.arraycopy(values, offset, derivatives, offset, length);
    ArrayFunctions.chosen().sigmoid(derivatives, offset, length, addend);
    for (int i = offset; i < offset + length; i++) {
      double s = derivatives[i];
      double z = (values[i] + addend) * s;
      values[i] = z;
      derivatives[i] = s + z * (1 - s);
    }
  }

  @Override
  public void apply(float[] values, float[] derivatives, int offset, int length, float addend) {
    System.arraycopy(values, offset, derivatives, offset, length);
    ArrayFunctions.chosen().sigmoid(derivatives, offset, length, addend);
    for (int i = offset; i < offset + length; i++) {
      float s = derivatives[i];
      float z = (values[i] + addend) * s;
      values[i] = z;
      derivatives[i] = s + z * (1 - s);
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
