package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, mean, spread and range of each number of rows. Sums are taken around a value near to the
 * mean, and joined by the formulas of Chan, Golub and LeVeque (COMPSTAT 1982), part after part.
 */
final class FeatureStatistics implements Serializable {

  private static final long serialVersionUID = 1;

  private long rows;
  private final long[] counts;

  /** Of sparse rows, whose zeros are what is neither counted nor missing. */
  private final long[] missing;

  private final double[] shifts;
  private final double[] sums;
  private final double[] squares;
  private final double[] least;
  private final double[] most;

  /** Statistics of no rows of so many numbers. */
  FeatureStatistics(int numbers) {
    counts = new long[numbers];
    missing = new long[numbers];
    shifts = new double[numbers];
    sums = new double[numbers];
    squares = new double[numbers];
    least = new double[numbers];
    most = new double[numbers];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
  }

  /** Adds a row. */
  void add(RowBuffer row) {
    if (row.isSparse()) {
      for (int i = 0; i < row.nonZeros(); i++) {
        add(row.places()[i], row.values()[i]);
      }
    } else {
      for (int j = 0; j < counts.length; j++) {
        add(j, row.numbers()[j]);
      }
    }
    rows++;
  }

  private void add(int place, double x) {
    if (Double.isNaN(x)) {
      missing[place]++;
      return;
    }
    if ((counts[place] & (counts[place] - 1)) == 0) {
      moveShift(place, x);
    }
    double distance = x - shifts[place];
    counts[place]++;
    sums[place] += distance;
    squares[place] += distance * distance;
    least[place] = Math.min(least[place], x);
    most[place] = Math.max(most[place], x);
  }

  /**
   * Brings the shift near to the mean whenever there are twice as many values: sums around a first
   * value that lies far off have no digits left for the deviation.
   */
  private void moveShift(int place, double next) {
    if (counts[place] == 0) {
      shifts[place] = next;
    } else {
      double deviations = squaredDeviations(place);
      shifts[place] = mean(place);
      sums[place] = 0;
      squares[place] = deviations;
    }
  }

  /** Counts the zeros that sparse rows left out; once, before parts are joined. */
  FeatureStatistics withZeros() {
    for (int j = 0; j < counts.length; j++) {
      long zeros = rows - counts[j] - missing[j];
      if (zeros > 0) {
        addZeros(j, zeros);
      }
    }
    return this;
  }

  private void addZeros(int place, long zeros) {
    double mean = mean(place);
    double own = counts[place] == 0 ? 0 : squaredDeviations(place);
    double share = (double) counts[place] / (counts[place] + zeros);
    shifts[place] = mean * share;
    sums[place] = 0;
    squares[place] = own + mean * mean * share * zeros;
    least[place] = Math.min(least[place], 0);
    most[place] = Math.max(most[place], 0);
    counts[place] += zeros;
  }

  /** Adds the rows that come after these. */
  FeatureStatistics join(FeatureStatistics other) {
    for (int j = 0; j < counts.length; j++) {
      long n = counts[j] + other.counts[j];
      if (other.counts[j] == 0) {
        continue;
      }
      double own = counts[j] == 0 ? 0 : squaredDeviations(j);
      double theirs = other.squaredDeviations(j);
      double difference = other.mean(j) - (counts[j] == 0 ? other.mean(j) : mean(j));
      double mean = counts[j] == 0 ? other.mean(j) : mean(j) + difference * other.counts[j] / n;
      double between = difference * difference * ((double) counts[j] * other.counts[j] / n);
      shifts[j] = mean;
      sums[j] = 0;
      squares[j] = own + theirs + between;
      counts[j] = n;
      least[j] = Math.min(least[j], other.least[j]);
      most[j] = Math.max(most[j], other.most[j]);
    }
    rows += other.rows;
    return this;
  }

  /** How many rows have the number. */
  long count(int place) {
    return counts[place];
  }

  /** The mean over the rows that have the number; 0 if none has. */
  double mean(int place) {
    return counts[place] == 0 ? 0 : shifts[place] + sums[place] / counts[place];
  }

  /** Σ (x − mean)². */
  private double squaredDeviations(int place) {
    double around = sums[place] / counts[place] * sums[place];
    return Math.max(0, squares[place] - around);
  }

  /** The root of the mean of (x − mean)², of n rows, not n − 1. */
  double deviation(int place) {
    return counts[place] == 0 ? 0 : Math.sqrt(squaredDeviations(place) / counts[place]);
  }

  /** The least value; infinite if there is none. */
  double least(int place) {
    return least[place];
  }

  /** The largest value; minus infinity if there is none. */
  double most(int place) {
    return most[place];
  }
}
