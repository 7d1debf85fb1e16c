package org.sparkbackprop.metrics.sums;

import java.io.Serializable;

/**
 * Sums of doubles with the rounding errors of their additions, which make them as exact as if they
 * were computed with twice the digits and rounded once (Ogita, Rump and Oishi, SIAM Journal on
 * Scientific Computing 26, 2005). So it hardly matters how rows are split into parts: sums differ
 * in the last bits at most. Counts take one double each, as they are never rounded.
 */
public final class CompensatedSums implements Serializable {

  private static final long serialVersionUID = 1;

  private static final double[] NONE = {};

  private final double[] sums;

  /** Empty until an addition is rounded. */
  private double[] errors;

  private CompensatedSums(double[] sums, double[] errors) {
    this.sums = sums;
    this.errors = errors;
  }

  /** Sums that are 0. */
  public CompensatedSums(int size) {
    this(new double[size], NONE);
  }

  /** The same sums, which may be added to independently. */
  public CompensatedSums copy() {
    return new CompensatedSums(sums.clone(), errors.clone());
  }

  /** Number of sums. */
  public int size() {
    return sums.length;
  }

  /** A sum ← the sum + x. */
  public void add(int at, double x) {
    double before = sums[at];
    double sum = before + x;
    double added = sum - before;
    double error = (before - (sum - added)) + (x - added); // D. Knuth's TwoSum
    sums[at] = sum;
    if (error != 0) {
      addError(at, error);
    }
  }

  /** A sum ← the sum + x y, where the product is not rounded either. */
  public void addProduct(int at, double x, double y) {
    double product = x * y;
    double error = Math.fma(x, y, -product);
    add(at, product);
    if (error != 0) {
      addError(at, error);
    }
  }

  /** A sum ← the sum + x, for x that are tiny beside the sum. */
  public void addError(int at, double x) {
    if (errors.length == 0) {
      errors = new double[sums.length];
    }
    errors[at] += x;
  }

  /** A sum ← the sum + x. */
  public void add(int at, DoubleDouble x) {
    add(at, x.high());
    if (x.low() != 0) {
      addError(at, x.low());
    }
  }

  /** Adds each of the other sums, which are not modified, to the one at its place. */
  public void merge(CompensatedSums other) {
    for (int at = 0; at < sums.length; at++) {
      add(at, other.sums[at]);
    }
    for (int at = 0; at < other.errors.length; at++) {
      addError(at, other.errors[at]);
    }
  }

  /** A sum, rounded. */
  public double value(int at) {
    return errors.length == 0 ? sums[at] : sums[at] + errors[at];
  }

  /** A sum with twice the digits. */
  public DoubleDouble exact(int at) {
    return DoubleDouble.sum(sums[at], errors.length == 0 ? 0 : errors[at]);
  }
}
