package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * The hash of a row: Σ h(x_j, j) over its numbers x_j other than 0. It depends neither on whether
 * zeros are stored nor on the order of the numbers.
 */
final class RowHash {

  private RowHash() {}

  /** A number that is unique to a column. */
  static long key(int column) {
    return CounterRandom.mix(column + 1L);
  }

  /** h of a number in the column with this key; 0 of 0 and −0. */
  static long of(double number, long key) {
    return number == 0 ? 0 : CounterRandom.mix(Double.doubleToLongBits(number) + key);
  }
}
