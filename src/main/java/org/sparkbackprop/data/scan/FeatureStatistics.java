package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.linalg.math.ExactSum;

/**
 * Count, range, and, as asked for, mean, standard deviation and quantiles of each number of some
 * rows. Sums are exact and the bins of quantiles depend on the numbers alone, so that the results
 * do not depend on the order, form or splits of the rows.
 */
public final class FeatureStatistics implements Serializable {

  private static final long serialVersionUID = 3;

  /** What is taken of the numbers. */
  public enum Of {
    /** Nothing. */
    NOTHING,
    /** Mean, standard deviation and range. */
    MOMENTS,
    /** Quantiles and range. */
    QUANTILES,
    /** All of them. */
    BOTH;

    /** What is needed, and no more. */
    public static Of of(boolean moments, boolean quantiles) {
      return moments ? (quantiles ? BOTH : MOMENTS) : (quantiles ? QUANTILES : NOTHING);
    }

    boolean hasMoments() {
      return this == MOMENTS || this == BOTH;
    }

    boolean hasQuantiles() {
      return this == QUANTILES || this == BOTH;
    }
  }

  private final Of of;
  private long rows;
  private final long[] counts;

  /** For sparse rows, whose zeros are the values neither counted nor missing. */
  private final long[] missing;

  /** Null as long as all numbers are 0, or if not asked for. */
  private final ExactSum[] sums;

  private final ExactSum[] squares;
  private final double[] min;
  private final double[] max;

  /** Of the numbers other than 0; null as long as there are none, or if not asked for. */
  private final QuantileSketch[] sketches;

  /** How many numbers are 0. */
  private final long[] zeros;

  /** Statistics of no rows yet. */
  FeatureStatistics(int numbers, Of of) {
    this.of = of;
    counts = new long[numbers];
    missing = new long[numbers];
    sums = new ExactSum[numbers];
    squares = new ExactSum[numbers];
    min = new double[numbers];
    max = new double[numbers];
    sketches = new QuantileSketch[numbers];
    zeros = new long[numbers];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
  }

  void add(RowBuffer row) {
    if (row.isSparse()) {
      for (int i = 0; i < row.nonZeros(); i++) {
        add(row.indices()[i], row.values()[i]);
      }
      rows++;
    } else {
      add(row.numbers());
    }
  }

  /** Adds the numbers of a row. */
  void add(double[] numbers) {
    for (int j = 0; j < counts.length; j++) {
      add(j, numbers[j]);
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
    if (x == 0) {
      zeros[place]++;
      return;
    }
    if (of.hasMoments()) {
      makeRoomForMoments(place);
      sums[place].add(x);
      squares[place].addSquare(x);
    }
    if (of.hasQuantiles()) {
      sketch(place).add(x);
    }
  }

  private void makeRoomForMoments(int place) {
    if (sums[place] == null) {
      sums[place] = new ExactSum();
      squares[place] = new ExactSum();
    }
  }

  private QuantileSketch sketch(int place) {
    if (sketches[place] == null) {
      sketches[place] = new QuantileSketch(QuantileSketch.maxBins(sketches.length));
    }
    return sketches[place];
  }

  /**
   * Makes the statistics ready to be sent and joined; to be called once.
   *
   * @param form of the rows; sparse ones leave out zeros, which are counted now
   */
  FeatureStatistics complete(RowShape.Form form) {
    if (form == RowShape.Form.SPARSE) {
      countZeros();
    }
    for (QuantileSketch sketch : sketches) {
      if (sketch != null) {
        sketch.pack();
      }
    }
    return this;
  }

  private void countZeros() {
    for (int j = 0; j < counts.length; j++) {
      long left = rows - counts[j] - missing[j];
      if (left > 0) {
        counts[j] += left;
        zeros[j] += left;
        min[j] = Math.min(min[j], 0);
        max[j] = Math.max(max[j], 0);
      }
    }
  }

  FeatureStatistics join(FeatureStatistics other) {
    for (int j = 0; j < counts.length; j++) {
      counts[j] += other.counts[j];
      min[j] = Math.min(min[j], other.min[j]);
      max[j] = Math.max(max[j], other.max[j]);
      if (other.sums[j] != null) {
        makeRoomForMoments(j);
        sums[j].add(other.sums[j]);
        squares[j].add(other.squares[j]);
      }
      if (other.sketches[j] != null) {
        sketch(j).join(other.sketches[j]);
      }
      zeros[j] += other.zeros[j];
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
  public double min(int place) {
    return min[place];
  }

  /** The largest value; minus infinity if there is none. */
  public double max(int place) {
    return max[place];
  }

  /** The values of a number, without the missing ones. */
  QuantileSketch.Sorted sorted(int place) {
    return sketch(place).sorted(zeros[place]);
  }

  /** The median of the magnitudes of the values other than 0; 0 if there are none. */
  double medianMagnitude(int place) {
    return sketches[place] == null ? 0 : sketches[place].magnitudes().quantile(0.5);
  }
}
