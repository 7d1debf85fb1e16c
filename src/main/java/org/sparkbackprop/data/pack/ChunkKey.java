package org.sparkbackprop.data.pack;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Where rows on their way belong.
 *
 * @param target the partition
 * @param first the place among all rows of the first of them
 */
public record ChunkKey(int target, long first) implements Comparable<ChunkKey>, Serializable {

  private static final Comparator<ChunkKey> ORDER =
      Comparator.comparingInt(ChunkKey::target).thenComparingLong(ChunkKey::first);

  @Override
  public int compareTo(ChunkKey other) {
    return ORDER.compare(this, other);
  }
}
