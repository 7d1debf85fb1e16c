package org.sparkbackprop.spark.ranking;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.metrics.ranking.ScoreBuffer;

/**
 * The ranges of all columns, numbered one column after the other, each from the highest scores to
 * the lowest. Equal scores are in one range.
 */
final class ScoreRanges implements Serializable {

  private static final long serialVersionUID = 1;

  /** A range whose part of the sample is smaller may be much larger or smaller than wanted. */
  private static final int LEAST_SAMPLED = 16;

  /** By column: the lowest scores of its ranges but the last, in descending order. */
  private final double[][] borders;

  /** By column: the number of its first range; and at the end, the number of ranges. */
  private final int[] first;

  private ScoreRanges(double[][] borders) {
    this.borders = borders;
    first = new int[borders.length + 1];
    for (int k = 0; k < borders.length; k++) {
      first[k + 1] = first[k] + borders[k].length + 1;
    }
  }

  /**
   * Ranges of about equal numbers of rows.
   *
   * @param samples by partition
   * @param rowsOfRange how many are wanted
   */
  static ScoreRanges of(int columns, List<ScoreSample> samples, long rowsOfRange) {
    long rows = samples.stream().mapToLong(ScoreSample::rows).sum();
    long kept = samples.stream().mapToLong(ScoreSample::kept).sum();
    long ranges = Math.min((rows + rowsOfRange - 1) / rowsOfRange, kept / LEAST_SAMPLED);
    double[][] borders = new double[columns][];
    for (int k = 0; k < columns; k++) {
      borders[k] = ranges < 2 ? new double[0] : borders(k, columns, samples, (int) ranges);
    }
    return new ScoreRanges(borders);
  }

  private static double[] borders(int column, int columns, List<ScoreSample> samples, int ranges) {
    ScoreBuffer buffer = new ScoreBuffer(samples.stream().mapToInt(ScoreSample::kept).sum());
    for (ScoreSample sample : samples) {
      for (int i = 0; i < sample.kept(); i++) {
        buffer.add(sample.scores()[i * columns + column], (double) sample.rows() / sample.kept());
      }
    }
    return buffer.drain().borders(ranges);
  }

  /** How many ranges all columns have together. */
  int count() {
    return first[borders.length];
  }

  int columns() {
    return borders.length;
  }

  /** The first range of a column; for the number of columns, that of all ranges. */
  int first(int column) {
    return first[column];
  }

  /** The range of a score of a column. */
  int of(int column, double score) {
    double[] lowest = borders[column];
    int low = 0;
    int high = lowest.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lowest[middle] <= score) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return first[column] + low;
  }
}
