package org.sparkbackprop.data.rows;

import java.util.Arrays;

/** The numbers of a sparse row in any order; reused for every row. */
public final class UnsortedNumbers {

  private static final int FIRST_ROOM = 64;

  /** Of each number its place in the row, in the upper half, and the index of its value. */
  private long[] places = new long[FIRST_ROOM];

  private double[] values = new double[FIRST_ROOM];
  private int size;

  public void clear() {
    size = 0;
  }

  /**
   * Adds a number.
   *
   * @param place in the row, from 0
   */
  public void add(int place, double value) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    places[size] = ((long) place << Integer.SIZE) | size;
    values[size] = value;
    size++;
  }

  /**
   * Adds the numbers to a row in the order of their places.
   *
   * @return a place that occurs twice, from which on the row is not filled; -1 if there is none
   */
  public int addTo(RowBuffer row) {
    Arrays.sort(places, 0, size);
    int last = -1;
    for (int i = 0; i < size; i++) {
      int place = (int) (places[i] >>> Integer.SIZE);
      if (place == last) {
        return place;
      }
      row.add(place, values[(int) places[i]]);
      last = place;
    }
    return -1;
  }
}
