package org.sparkbackprop.network;

/** f(a) = 1 / (1 + e⁻ᵃ), f′ = z (1 − z). */
final class Sigmoid implements Activation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "sigmoid";
  }

  @Override
  public void apply(double[] values, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = 1 / (1 + Math.exp(-values[i]));
    }
  }

  @Override
  public void apply(
      double[] target, int targetOffset, double[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      double z = operand[operandOffset + i];
      target[targetOffset + i] *= z * (1 - z);
    }
  }
}
