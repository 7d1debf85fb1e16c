package org.sparkbackprop.network.activation;

/** f(a) = max(0, a), f′ = 1 where z &gt; 0, else 0 (also at the kink). */
public record Relu() implements OutputActivation {

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

  /** f′ as min(1, z · 2¹⁰²³ · 2¹⁰²³), as the compiler has no vectors of comparisons. */
  @Override
  public void apply(double[] target, double[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      target[i] *= Math.min(1, operand[i] * 0x1p1023 * 0x1p1023);
    }
  }

  /** f′ as min(1, z · 2¹²⁷ · 2¹²⁷). */
  @Override
  public void apply(float[] target, float[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      target[i] *= Math.min(1, operand[i] * 0x1p127f * 0x1p127f);
    }
  }

  @Override
  public boolean halvesVariance() {
    return true;
  }

  @Override
  public boolean isSmooth() {
    return false;
  }

  @Override
  public int side(double z) {
    return z > 0 ? 1 : 0;
  }

  @Override
  public boolean isSaturated(double z) {
    return false; // 0 is normal for about half of the samples
  }

  @Override
  public boolean isFlat(double z) {
    return z <= 0;
  }
}
