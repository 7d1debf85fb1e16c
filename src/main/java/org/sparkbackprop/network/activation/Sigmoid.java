package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.math.ArrayFunctions;

/** f(a) = 1 / (1 + e⁻ᵃ), f′ = z (1 − z). */
public record Sigmoid() implements OutputActivation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "sigmoid";
  }

  @Override
  public void apply(double[] values, int offset, int length, double addend) {
    ArrayFunctions.chosen().sigmoid(values, offset, length, addend);
  }

  @Override
  public void apply(float[] values, int offset, int length, float addend) {
    ArrayFunctions.chosen().sigmoid(values, offset, length, addend);
  }

  @Override
  public void apply(double[] target, double[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      double z = operand[i];
      target[i] *= z * (1 - z);
    }
  }

  @Override
  public void apply(float[] target, float[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      float z = operand[i];
      target[i] *= z * (1 - z);
    }
  }

  @Override
  public boolean isSaturated(double z) {
    return z < 0.01 || z > 0.99; // tanh's bound of 0.98: sigmoid(2a) = (1 + tanh a) / 2
  }
}
