package org.sparkbackprop.network.activation;

/** f(a) = a: the scores of the output layer, whose softmax is part of the cost. */
public record Identity() implements OutputActivation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "identity";
  }

  @Override
  public void apply(double[] values, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] += addend;
    }
  }

  @Override
  public void apply(float[] values, int offset, int length, float addend) {
    for (int i = offset; i < offset + length; i++) {
      values[i] += addend;
    }
  }

  @Override
  public void apply(double[] target, double[] operand, int offset, int length) {
    // f′ = 1
  }

  @Override
  public void apply(float[] target, float[] operand, int offset, int length) {
    // f′ = 1
  }

  @Override
  public boolean isSaturated(double z) {
    return false;
  }
}
