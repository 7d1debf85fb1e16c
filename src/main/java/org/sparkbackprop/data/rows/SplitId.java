package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A part of an input whose rows have an order; the parts have one too, which depends on the data
 * alone.
 *
 * @param file or whatever the input consists of
 * @param start where the part begins in it
 */
public record SplitId(String file, long start) implements Comparable<SplitId>, Serializable {

  private static final Comparator<SplitId> ORDER =
      Comparator.comparing(SplitId::file).thenComparingLong(SplitId::start);

  @Override
  public int compareTo(SplitId other) {
    return ORDER.compare(this, other);
  }
}
