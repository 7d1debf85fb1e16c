package org.sparkbackprop.linalg.math;

/**
 * A function f over the elements of a matrix together with its derivative, called once a column so
 * that its loops are vectorised.
 */
public interface DerivativeKernel {

  /**
   * Replaces v by f(v + addend) in {@code values[offset]} to {@code values[offset + length - 1]},
   * and sets the elements at the same places of the other array to f′(v + addend).
   *
   * @param values the array; only the given range is read or modified
   * @param derivatives another array; the given range is overwritten
   */
  void apply(double[] values, double[] derivatives, int offset, int length, double addend);

  /** The same in single precision. */
  void apply(float[] values, float[] derivatives, int offset, int length, float addend);
}
