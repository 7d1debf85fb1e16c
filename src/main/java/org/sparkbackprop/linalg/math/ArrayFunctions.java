package org.sparkbackprop.linalg.math;

/**
 * Functions over arrays: sigmoid, tanh and softmax, the widening of bytes, and sums.
 *
 * <p>The elementary functions are our own, made of additions, multiplications, divisions, fused
 * multiply-adds and bit operations, as the JDK's differ in their last bits between interpreted,
 * compiled and vectorised code. Every implementation performs the same operations on each element,
 * and so gives the same bits.
 *
 * <p>e^x = 2ⁿ (1 + p(r)) with n the integer nearest to x / ln 2, r = x − n ln 2 and p(r) = e^r − 1
 * = r + r² q(r), where q is a polynomial that interpolates at Chebyshev's points of |r| ≤ ln 2 / 2.
 * sigmoid a = 1 / (1 + e^−a); tanh a = ±E / (E + 2) with E = e^2|a| − 1 = 2ⁿ p + (2ⁿ − 1), which
 * loses nothing near 0.
 *
 * <p>Each is within 2 units in the last place for arguments between −708 and 708 (−87 and 87 in
 * single precision). Beyond, e^x is 0 or infinite, never subnormal, which would be slow.
 */
public interface ArrayFunctions {

  /** Number of running sums: a power of two, enough that no addition waits for another. */
  int LANES = 16;

  /** The implementation of this JVM: vectors if it was started with the module for them. */
  static ArrayFunctions chosen() {
    return VectorsOnceCompiled.CHOSEN;
  }

  /** Calls each function that products of few columns and sums of columns need once. */
  static void rehearseSums() {
    double[] none = {};
    double[] lanes = new double[LANES];
    chosen().sumProducts(0, none, 0, none, 0, lanes);
    chosen().setToCombination(0, none, 0, 0, 0, 0, 0, none, 0);
    chosen().setToCombination(0, none, 0, 0, 0, 0, none, 0);
    chosen().sum(0, none, 0, lanes);
    chosen().addScaled(0, none, 0, 0, none, 0);
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
   * The largest number of each row of a matrix stored column by column, and its first column.
   *
   * @param first where the first row starts
   * @param stride the distance between columns in the array
   * @param largest receives the largest number of each row
   * @param place receives its column, from 0
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
   * @param first where the first row starts
   * @param stride the distance between columns in the array
   * @param largest the largest number of each row; not modified
   * @param sums receives Σ of each row
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
   * @param offset where the quotients start in the target
   */
  void widen(byte[] values, double divisor, double[] target, int offset);

  /** target ← unsigned byte / divisor, both as floats, rounded once. */
  void widen(byte[] values, double divisor, float[] target, int offset);

  /**
   * c ← a b + a′ b′, where a and a′ are neighbouring columns.
   *
   * @param a not modified
   * @param from where the first column starts in its array
   * @param stride the distance to the next column
   * @param c must not overlap the columns
   * @param to where c starts in its array
   */
  void setToCombination(
      int length, double[] a, int from, int stride, double b0, double b1, double[] c, int to);

  /** c ← a b + a′ b′ + a″ b″: the same of three neighbouring columns. */
  void setToCombination(
      int length,
      double[] a,
      int from,
      int stride,
      double b0,
      double b1,
      double b2,
      double[] c,
      int to);

  /** c ← c + a b; the column a is not modified and must not overlap c. */
  void addScaled(int length, double[] a, int offsetA, double factor, double[] c, int offsetC);

  /** The same in single precision. */
  void addScaled(int length, float[] a, int offsetA, float factor, float[] c, int offsetC);

  /**
   * Σ x_i in {@link #LANES} running sums, x_i in sum i mod LANES.
   *
   * @param x not modified
   * @param lanes receives the running sums
   */
  void sum(int length, double[] x, int offsetX, double[] lanes);

  /** Σ x_i y_i in the same way; x and y are not modified. */
  void sumProducts(int length, double[] x, int offsetX, double[] y, int offsetY, double[] lanes);
}
