package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where rows on their way belong.
 *
 * @param target the partition
 * @param first the place among all rows of the first of them
 */
record PieceKey(int target, long first) implements Comparable<PieceKey>, Serializable {

  private static final Comparator<PieceKey> ORDER =
      Comparator.comparingInt(PieceKey::target).thenComparingLong(PieceKey::first);

  @Override
  public int compareTo(PieceKey other) {
    return ORDER.compare(this, other);
  }
}
