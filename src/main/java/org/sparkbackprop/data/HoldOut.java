package org.sparkbackprop.data;

import java.io.Serializable;
import org.sparkbackprop.linalg.CounterRandom;

/**
 * Divides rows into a training and a validation part by a hash of the row: the same rows fall into
 * the same part every time, wherever, in whatever order and form they are read.
 *
 * @param numbers of a row, whose zeros count in the hash unless they are many
 * @param fraction of the rows that are held out, from 0 to below 1
 */
record HoldOut(int numbers, double fraction) implements Serializable {

  private static final int MOST_WITH_ZEROS = 1 << 13;

  /** Whether a row is held out of training. */
  boolean isHeldOut(RowBuffer row) {
    return fraction > 0 && (hash(row) >>> 11) * 0x1.0p-53 < fraction;
  }

  private long hash(RowBuffer row) {
    long hash = row.label() == null ? 0 : ClassNames.canonical(row.label()).hashCode();
    hash = numbers <= MOST_WITH_ZEROS ? withZeros(row, hash) : withoutZeros(row, hash);
    for (String category : row.categories()) {
      hash = CounterRandom.mix(hash + (category == null ? 0 : category.hashCode()));
    }
    return CounterRandom.mix(hash);
  }

  private long withZeros(RowBuffer row, long start) {
    long hash = start;
    for (double number : row.numbers()) {
      hash = CounterRandom.mix(hash + Double.doubleToLongBits(number));
    }
    int next = 0;
    for (int place = 0; row.isSparse() && place < numbers; place++) {
      boolean there = next < row.nonZeros() && row.places()[next] == place;
      hash = CounterRandom.mix(hash + (there ? Double.doubleToLongBits(row.values()[next++]) : 0));
    }
    return hash;
  }

  private static long withoutZeros(RowBuffer row, long start) {
    long hash = start;
    for (int place = 0; place < row.numbers().length; place++) {
      if (row.numbers()[place] != 0) {
        hash = withPlace(hash, place, row.numbers()[place]);
      }
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      hash = withPlace(hash, row.places()[i], row.values()[i]);
    }
    return hash;
  }

  private static long withPlace(long hash, int place, double number) {
    return CounterRandom.mix(CounterRandom.mix(hash + place) + Double.doubleToLongBits(number));
  }
}
