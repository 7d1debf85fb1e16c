package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.math.ArrayFunctions;

/** f(a) = tanh a, f′ = 1 − z². */
public record Tanh() implements OutputActivation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "tanh";
  }

  @Override
  public void apply(double[] values, int offset, int length, double addend) {
    ArrayFunctions.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void apply(float[] values, int offset, int length, float addend) {
    ArrayFunctions.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void apply(double[] target, double[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      double z = operand[i];
      target[i] *= 1 - z * z;
    }
  }

  @Override
  public void apply(float[] target, float[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      float z = operand[i];
      target[i] *= 1 - z * z;
    }
  }

  @Override
  public boolean isSaturated(double z) {
    return Math.abs(z) > 0.98;
  }
}
