package org.sparkbackprop.linalg;

/**
 * A function over the elements of one matrix, called once with the whole array so that its loop is
 * compiled and vectorised as a whole.
 */
public interface Kernel {

  /**
   * Replaces {@code values[offset]} to {@code values[offset + length - 1]}, element by element.
   *
   * @param values the array; only the given range is read or modified
   */
  void apply(double[] values, int offset, int length);
}
