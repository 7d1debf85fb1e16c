package org.sparkbackprop.data;

import java.io.Serializable;
import org.sparkbackprop.linalg.CounterRandom;

/**
 * Divides rows into a training and a validation part by a hash of the row: the same rows fall into
 * the same part every time, wherever and in whatever order they are read.
 *
 * @param fraction of the rows that are held out, from 0 to below 1
 */
record HoldOut(double fraction) implements Serializable {

  /** Whether a row is held out of training. */
  boolean isHeldOut(RowBuffer row) {
    return fraction > 0 && (hash(row) >>> 11) * 0x1.0p-53 < fraction;
  }

  private static long hash(RowBuffer row) {
    long hash = row.label() == null ? 0 : row.label().hashCode();
    for (double number : row.numbers()) {
      hash = CounterRandom.mix(hash + Double.doubleToLongBits(number));
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      hash = CounterRandom.mix(hash + row.places()[i]);
      hash = CounterRandom.mix(hash + Double.doubleToLongBits(row.values()[i]));
    }
    for (String category : row.categories()) {
      hash = CounterRandom.mix(hash + (category == null ? 0 : category.hashCode()));
    }
    return CounterRandom.mix(hash);
  }
}
