package org.sparkbackprop.data.pack;

import java.util.Arrays;

/** The features of a row that are not 0, by ascending place; used again by the next row. */
final class SparseFeatures {

  private static final int FIRST_ROOM = 64;

  private int[] places = new int[FIRST_ROOM];
  private double[] values = new double[FIRST_ROOM];
  private int size;

  void clear() {
    size = 0;
  }

  /** Adds a feature; a row has few behind those it must come before. */
  void put(int place, double value) {
    if (value == 0) {
      return;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    int at = size;
    while (at > 0 && places[at - 1] > place) {
      places[at] = places[at - 1];
      values[at] = values[at - 1];
      at--;
    }
    places[at] = place;
    values[at] = value;
    size++;
  }

  int size() {
    return size;
  }

  /** Only the first {@link #size} have a meaning. */
  int[] places() {
    return places;
  }

  /** Likewise. */
  double[] values() {
    return values;
  }
}
