package org.sparkbackprop.network;

/** f(a) = max(0, a), f′ = 1 where z &gt; 0, else 0 (also at the kink). */
record Relu() implements Activation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "relu";
  }

  @Override
  public void apply(double[] values, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = Math.max(0, values[i] + addend);
    }
  }

  @Override
  public void apply(float[] values, int offset, int length, float addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = Math.max(0, values[i] + addend);
    }
  }

  @Override
  public void apply(
      double[] target, int targetOffset, double[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = operand[operandOffset + i] > 0 ? target[targetOffset + i] : 0;
    }
  }

  @Override
  public void apply(
      float[] target, int targetOffset, float[] operand, int operandOffset, int length) {
    for (int i = 0; i < length; i++) {
      target[targetOffset + i] = operand[operandOffset + i] > 0 ? target[targetOffset + i] : 0;
    }
  }

  @Override
  public boolean isSmooth() {
    return false;
  }

  @Override
  public int side(double z) {
    return z > 0 ? 1 : 0;
  }
}
