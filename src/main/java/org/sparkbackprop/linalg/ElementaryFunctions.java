package org.sparkbackprop.linalg;

/**
 * sigmoid, tanh and softmax over arrays, and the widening of bytes.
 *
 * <p>The functions are our own, from additions, multiplications, divisions, fused multiply-adds and
 * bit operations alone, as the JDK's differ in their last bits between interpreted, compiled and
 * vectorised code. Every implementation performs the same operations on each element, and so gives
 * the same bits.
 *
 * <p>e^x = 2ⁿ (1 + p(r)) with n the integer nearest to x / ln 2, r = x − n ln 2 and p(r) = e^r − 1
 * = r + r² q(r), where q is a polynomial that interpolates at Chebyshev's points of |r| ≤ ln 2 / 2.
 * sigmoid a = 1 / (1 + e^−a); tanh a = ±E / (E + 2) with E = e^2|a| − 1 = 2ⁿ p + (2ⁿ − 1), which
 * loses nothing near 0.
 *
 * <p>Each is within 2 units in the last place wherever the result is a normal number.
 */
public interface ElementaryFunctions {

  /** The implementation of this JVM: vectors where it was started with the module for them. */
  static ElementaryFunctions chosen() {
    return ElementaryFunctionsChoice.CHOSEN;
  }

  /** A name for people; all implementations give the same bits. */
  String name();

  /** v ← 1 / (1 + e^−(v + addend)). */
  void sigmoid(double[] values, int offset, int length, double addend);

  /** v ← tanh(v + addend). */
  void tanh(double[] values, int offset, int length, double addend);

  /** v ← 1 / (1 + e^−(v + addend)). */
  void sigmoid(float[] values, int offset, int length, float addend);

  /** v ← tanh(v + addend). */
  void tanh(float[] values, int offset, int length, float addend);

  /**
   * The largest number of each row, and the first column in which it stands, of a matrix stored
   * column by column.
   *
   * @param first where the first of these rows begins
   * @param stride the distance of a row's neighbours in the array
   * @param largest takes the number of each row
   * @param place takes the column of each row, from 0
   */
  void largestOfRows(
      double[] values,
      int first,
      int stride,
      int rows,
      int columns,
      double[] largest,
      double[] place);

  /**
   * Row ← e^(v − largest) / Σ e^(v − largest): the softmax of each row of a matrix stored column by
   * column, added up from the first column to the last and multiplied by the sum's reciprocal.
   *
   * @param first where the first of these rows begins
   * @param stride the distance of a row's neighbours in the array
   * @param largest the largest number of each row; not modified
   * @param sums takes Σ of each row
   */
  void softmaxOfRows(
      double[] values,
      int first,
      int stride,
      int rows,
      int columns,
      double[] largest,
      double[] sums);

  /**
   * target ← unsigned byte / divisor, rounded once.
   *
   * @param offset where the quotients begin in the target
   */
  void widen(byte[] values, double divisor, double[] target, int offset);

  /** target ← unsigned byte / divisor, both as floats, rounded once. */
  void widen(byte[] values, double divisor, float[] target, int offset);
}
