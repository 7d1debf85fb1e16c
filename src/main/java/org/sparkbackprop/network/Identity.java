package org.sparkbackprop.network;

/** f(a) = a: the scores of the output layer, whose softmax belongs to the cost. */
final class Identity implements Activation {

  private static final long serialVersionUID = 1;

  @Override
  public String activationName() {
    return "identity";
  }

  @Override
  public void apply(double[] values, int offset, int length) {
    // f(a) = a
  }

  @Override
  public void apply(
      double[] target, int targetOffset, double[] operand, int operandOffset, int length) {
    // f′ = 1
  }
}
