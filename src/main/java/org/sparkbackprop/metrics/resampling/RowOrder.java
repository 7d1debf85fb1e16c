package org.sparkbackprop.metrics.resampling;

import java.util.Arrays;

/**
 * Rows in the order of their numbers.
 *
 * @param rows from the smallest number to the largest; equal ones in the order of the rows
 * @param sorted the numbers in this order
 */
record RowOrder(int[] rows, double[] sorted) {

  /** The order of finite numbers, of which 0 and −0 are equal. */
  static RowOrder of(double[] numbers) {
    double[] sorted = new double[numbers.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = numbers[i] + 0.0;
    }
    Arrays.sort(sorted);
    int[] begins =
        new int[sorted.length]; // where the next row of a number goes, at its first place
    for (int i = 0; i < sorted.length; i++) {
      begins[i] = i;
    }
    int[] rows = new int[sorted.length];
    for (int row = 0; row < rows.length; row++) {
      rows[begins[first(sorted, numbers[row])]++] = row;
    }
    return new RowOrder(rows, sorted);
  }

  private static int first(double[] sorted, double number) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first place with the number of a place. */
  int beginOfTies(int place) {
    int begin = place;
    while (begin > 0 && sorted[begin - 1] == sorted[place]) {
      begin--;
    }
    return begin;
  }
}
