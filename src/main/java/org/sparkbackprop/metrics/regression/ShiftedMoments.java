package org.sparkbackprop.metrics.regression;

import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.DoubleDouble;

/**
 * Σ w (x − c) and Σ w (x − c)², two neighbouring sums, for a number c near the values: the variance
 * is then exact also where it is tiny beside the mean (Chan, Golub and LeVeque, The American
 * Statistician 37, 1983). Should c be far from the values, the digits of {@link CompensatedSums}
 * make up for it.
 */
final class ShiftedMoments {

  private ShiftedMoments() {}

  /** Adds a value. */
  static void add(CompensatedSums sums, int at, double weight, double x, double center) {
    double distance = x - center;
    double subtracted = distance - x;
    double rest = (x - (distance - subtracted)) + (-center - subtracted); // of TwoSum
    double square = distance * distance;
    double restOfSquare = Math.fma(distance, distance, -square) + 2 * distance * rest;
    sums.addProduct(at, weight, distance);
    sums.addProduct(at + 1, weight, square);
    if (rest != 0) {
      sums.addError(at, weight * rest);
    }
    if (restOfSquare != 0) {
      sums.addError(at + 1, weight * restOfSquare);
    }
  }

  /**
   * Adds moments about another center.
   *
   * @param weight Σ w of what is added
   * @param from the sums that are added, about their own center
   */
  static void merge(
      CompensatedSums sums,
      int at,
      double center,
      CompensatedSums from,
      DoubleDouble weight,
      double centerOfFrom) {
    DoubleDouble distance = DoubleDouble.sum(centerOfFrom, -center);
    DoubleDouble first = from.exact(at);
    DoubleDouble moved = weight.times(distance);
    DoubleDouble twice = first.plus(first).plus(moved); // Σ w (y + d)² = Σ w y² + d (2 Σ w y + d W)
    sums.add(at, first.plus(moved));
    sums.add(at + 1, from.exact(at + 1).plus(distance.times(twice)));
  }

  /** Σ w x / Σ w. */
  static double mean(CompensatedSums sums, int at, DoubleDouble weight, double center) {
    return DoubleDouble.of(center).plus(sums.exact(at).dividedBy(weight)).value();
  }

  /** Σ w (x − mean)². */
  static double squaresAboutMean(CompensatedSums sums, int at, DoubleDouble weight) {
    DoubleDouble first = sums.exact(at);
    DoubleDouble ofMean = first.times(first).dividedBy(weight);
    return Math.max(0, sums.exact(at + 1).minus(ofMean).value());
  }
}
