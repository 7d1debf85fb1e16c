package org.sparkbackprop.linalg.math;

/**
 * A function f over the elements of a matrix, called once a column so that its loop is vectorised.
 */
public interface Kernel {

  /**
   * Replaces v by f(v + addend) in {@code values[offset]} to {@code values[offset + length - 1]}.
   *
   * @param values the array; only the given range is read or modified
   */
  void apply(double[] values, int offset, int length, double addend);

  /** The same in single precision. */
  void apply(float[] values, int offset, int length, float addend);
}
