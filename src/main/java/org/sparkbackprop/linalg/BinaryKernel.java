package org.sparkbackprop.linalg;

/** A function over the elements of two matrices of one shape, called once with whole arrays. */
public interface BinaryKernel {

  /**
   * Replaces each {@code target} element by a function of it and the operand's element at the same
   * place. The operand is not modified.
   */
  void apply(double[] target, int targetOffset, double[] operand, int operandOffset, int length);

  /** The same in single precision. */
  void apply(float[] target, int targetOffset, float[] operand, int operandOffset, int length);
}
