package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import org.sparkbackprop.data.rows.RowBuffer;

/**
 * Count, mean, standard deviation and range of each number of some rows. Sums are exact, so that
 * the results do not depend on the order, form or splits of the rows.
 */
public final class FeatureStatistics implements Serializable {

  private static final long serialVersionUID = 2;

  private long rows;
  private final long[] counts;

  /** For sparse rows, whose zeros are the values neither counted nor missing. */
  private final long[] missing;

  /** Null as long as all numbers are 0. */
  private final ExactSum[] sums;

  private final ExactSum[] squares;
  private final double[] min;
  private final double[] max;

  /** Statistics of no rows yet. */
  FeatureStatistics(int numbers) {
    counts = new long[numbers];
    missing = new long[numbers];
    sums = new ExactSum[numbers];
    squares = new ExactSum[numbers];
    min = new double[numbers];
    max = new double[numbers];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  void add(RowBuffer row) {
    if (row.isSparse()) {
      for (int i = 0; i < row.nonZeros(); i++) {
        add(row.indices()[i], row.values()[i]);
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
    counts[place]++;
    double unsignedZero = x + 0.0; // sparse rows have no -0
    min[place] = Math.min(min[place], unsignedZero);
    max[place] = Math.max(max[place], unsignedZero);
    if (x != 0) {
      makeRoom(place);
      sums[place].add(x);
      squares[place].addSquare(x);
    }
  }

  private void makeRoom(int place) {
    if (sums[place] == null) {
      sums[place] = new ExactSum();
      squares[place] = new ExactSum();
    }
  }

  /** Counts the zeros that sparse rows leave out; to be called once, before joining. */
  FeatureStatistics withZeros() {
    for (int j = 0; j < counts.length; j++) {
      long zeros = rows - counts[j] - missing[j];
      if (zeros > 0) {
        counts[j] += zeros;
        min[j] = Math.min(min[j], 0);
        max[j] = Math.max(max[j], 0);
      }
    }
    return this;
  }

  FeatureStatistics join(FeatureStatistics other) {
    for (int j = 0; j < counts.length; j++) {
      counts[j] += other.counts[j];
      min[j] = Math.min(min[j], other.min[j]);
      max[j] = Math.max(max[j], other.max[j]);
      if (other.sums[j] != null) {
        makeRoom(j);
        sums[j].add(other.sums[j]);
        squares[j].add(other.squares[j]);
      }
    }
    rows += other.rows;
    return this;
  }

  /** How many rows have a value of the number. */
  long count(int place) {
    return counts[place];
  }

  /** The mean over the rows with a value, to the nearest double; 0 if there are none. */
  public double mean(int place) {
    return sums[place] == null
        ? 0
        : ExactSum.quotient(
            sums[place].value(), BigInteger.valueOf(counts[place]), ExactSum.EXPONENT);
  }

  /** The root of the mean of (x − mean)² over n rows, not n − 1; always finite. */
  public double deviation(int place) {
    if (sums[place] == null) {
      return 0;
    }
    BigInteger n = BigInteger.valueOf(counts[place]);
    BigInteger sum = sums[place].value();
    // n² times the variance, exact however far the mean is from 0
    BigInteger spread = squares[place].value().multiply(n).subtract(sum.multiply(sum));
    return ExactSum.root(spread, n.multiply(n), ExactSum.EXPONENT_OF_SQUARES);
  }

  /** The smallest value; infinity if there is none. */
  double min(int place) {
    return min[place];
  }

  /** The largest value; minus infinity if there is none. */
  double max(int place) {
    return max[place];
  }
}
