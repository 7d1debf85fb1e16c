package org.sparkbackprop.metrics.sums;

import java.util.Arrays;

/**
 * How much each row of a block counts.
 *
 * @param counts how often each row occurs, for {@link Weighting#UNWEIGHTED}
 * @param weights what the row weighs in all its occurrences, for {@link Weighting#WEIGHTED}; the
 *     same array as counts if rows have no weights
 */
public record RowWeights(double[] counts, double[] weights) {

  /**
   * Rows that occur once each.
   *
   * @param rows number of rows
   * @param weights finite numbers from 0 on, one per row; empty if rows have none
   * @throws IllegalArgumentException if there are weights, and not one per row
   */
  public static RowWeights once(int rows, double[] weights) {
    if (weights.length != 0 && weights.length != rows) {
      throw new IllegalArgumentException("%s rows have %s weights".formatted(rows, weights.length));
    }
    double[] counts = new double[rows];
    Arrays.fill(counts, 1);
    return new RowWeights(counts, weights.length == 0 ? counts : weights);
  }

  /** Number of rows in the block. */
  public int size() {
    return counts.length;
  }

  /** Whether the rows have weights. */
  public boolean isWeighted() {
    return weights != counts;
  }
}
