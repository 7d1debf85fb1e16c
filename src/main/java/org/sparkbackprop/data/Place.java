package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A part of an input whose rows have an order; the parts have one too, which depends on the data
 * alone.
 *
 * @param file or whatever the input consists of
 * @param start where the part begins in it
 */
record Place(String file, long start) implements Comparable<Place>, Serializable {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file).thenComparingLong(Place::start);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
