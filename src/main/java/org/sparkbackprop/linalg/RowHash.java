package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * The hash of a row: Σ h(x_j, j) over its numbers x_j that are not 0, so that it does not matter
 * whether zeros are stored, nor in which order a loop meets the numbers.
 */
final class RowHash {

  private RowHash() {}

  /** What stands for a column; never the same for two. */
  static long key(int column) {
    return CounterRandom.mix(column + 1L);
  }

  /** h of a number in the column with this key; 0 of 0 and −0. */
  static long of(double number, long key) {
    return number == 0 ? 0 : CounterRandom.mix(Double.doubleToLongBits(number) + key);
  }
}
