package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;

/**
 * A sum of weights as two doubles that do not overlap (T. J. Dekker, 1971; D. E. Knuth's TwoSum).
 * It is exact, and so the same in any order, as long as the sum is less than some 2⁵⁰ times the
 * smallest weight; beyond that, it is rounded to some 100 bits.
 *
 * @param high the sum, rounded to a double
 * @param low what the rounding left
 */
public record WeightSum(double high, double low) implements Serializable {

  /** The sum of no weights. */
  public static final WeightSum ZERO = new WeightSum(0, 0);

  /** This sum and another. */
  public WeightSum plus(WeightSum other) {
    double sum = high + other.high;
    double rest = error(high, other.high, sum) + low + other.low;
    double rounded = sum + rest;
    return new WeightSum(rounded, rest - (rounded - sum));
  }

  /** a + b − sum, where sum is a + b rounded. */
  static double error(double a, double b, double sum) {
    double part = sum - a;
    return (a - (sum - part)) + (b - part);
  }
}
