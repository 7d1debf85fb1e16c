package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A split of an input. Its rows have an order, and so have the splits, which depends on the data
 * alone.
 *
 * @param file or other unit of the input
 * @param start of the split in it
 */
public record SplitId(String file, long start) implements Comparable<SplitId>, Serializable {

  private static final Comparator<SplitId> ORDER =
      Comparator.comparing(SplitId::file).thenComparingLong(SplitId::start);

  @Override
  public int compareTo(SplitId other) {
    return ORDER.compare(this, other);
  }
}
