package org.sparkbackprop.network;

/** f(a) = tanh a, f′ = 1 − z². */
final class Tanh implements Activation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "tanh";
  }

  @Override
  public void apply(double[] values, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = Math.tanh(values[i]);
    }
  }

  @Override
  public void apply(
      double[] target, int targetOffset, double[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      double z = operand[operandOffset + i];
      target[targetOffset + i] *= 1 - z * z;
    }
  }
}
