package org.sparkbackprop.linalg.math;

/**
 * A function over the elements of two matrices of the same shape, called once with whole arrays.
 * Both matrices have the same offset in their arrays: only then does the compiler vectorise the
 * loop.
 */
public interface BinaryKernel {

  /**
   * Replaces each {@code target} element from {@code offset} on by a function of it and the
   * operand's element at the same place. The operand is not modified.
   */
  void apply(double[] target, double[] operand, int offset, int length);

  /** The same in single precision. */
  void apply(float[] target, float[] operand, int offset, int length);
}
