package org.sparkbackprop.linalg.math;

/**
 * A function over the elements of two matrices of one shape, called once with whole arrays. Both
 * matrices begin at the same place of their arrays: only then does the compiler see that the loop
 * may be taken several elements at a time.
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
