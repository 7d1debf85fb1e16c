package org.sparkbackprop.network;

import org.sparkbackprop.linalg.ElementaryFunctions;

/** f(a) = tanh a, f′ = 1 − z². */
record Tanh() implements Activation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "tanh";
  }

  @Override
  public void apply(double[] values, int offset, int length, double addend) {
    ElementaryFunctions.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void apply(float[] values, int offset, int length, float addend) {
    ElementaryFunctions.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void apply(
      double[] target, int targetOffset, double[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      double z = operand[operandOffset + i];
      target[targetOffset + i] *= 1 - z * z;
    }
  }

  @Override
  public void apply(
      float[] target, int targetOffset, float[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      float z = operand[operandOffset + i];
      target[targetOffset + i] *= 1 - z * z;
    }
  }
}
