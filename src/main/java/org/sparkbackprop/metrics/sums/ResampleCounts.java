package org.sparkbackprop.metrics.sums;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often each of some rows occurs in each of some resamples. Resample 0 has every row once, so
 * that it is the sample itself; the others are Poisson numbers with mean 1.
 *
 * <p>The counts of a row lie side by side, and sums are kept for all resamples at once: a pass over
 * the rows then adds arrays, which processors do several numbers at a time.
 */
public final class ResampleCounts {

  private final int rows;
  private final int resamples;

  /** Of row i in resample b at i × resamples + b; two bytes each, as reading them takes long. */
  private final char[] counts;

  private final int[] totals;

  private ResampleCounts(int rows, int resamples) {
    this.rows = rows;
    this.resamples = resamples;
    counts = new char[Math.multiplyExact(rows, resamples)];
    totals = new int[resamples];
  }

  /**
   * Draws counts, which are a pure function of the seed and the number of the row.
   *
   * @param drawn number of resamples besides the sample itself
   * @throws IllegalArgumentException if a resample has more than 65,535 rows, as of some 65,000
   */
  public static ResampleCounts draw(long seed, int rows, int drawn) {
    ResampleCounts all = new ResampleCounts(rows, drawn + 1);
    PoissonCounts poisson = new PoissonCounts(seed);
    IntStream.range(0, all.resamples).parallel().forEach(b -> all.draw(poisson, b));
    if (Arrays.stream(all.totals).anyMatch(total -> total > Character.MAX_VALUE)) {
      throw new IllegalArgumentException(rows + " rows are too many for resamples");
    }
    return all;
  }

  private void draw(PoissonCounts poisson, int resample) {
    double[] drawn = new double[rows];
    Arrays.fill(drawn, 1);
    if (resample > 0) {
      poisson.draw(resample, 0, drawn);
    }
    for (int i = 0; i < rows; i++) {
      counts[i * resamples + resample] = (char) drawn[i];
      totals[resample] += (int) drawn[i];
    }
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of resamples, with the sample itself. */
  public int resamples() {
    return resamples;
  }

  /** How often a row occurs in a resample. */
  public int count(int row, int resample) {
    return counts[row * resamples + resample];
  }

  /** Adds the counts of a row to one sum per resample, the first of which is at a place. */
  public void add(int row, char[] sums, int at) {
    int from = row * resamples;
    for (int b = 0; b < resamples; b++) {
      sums[at + b] += counts[from + b];
    }
  }

  /** Adds the counts of a row times x to one sum per resample, the first of which is at a place. */
  public void addProducts(int row, double x, double[] sums, int at) {
    int from = row * resamples;
    for (int b = 0; b < resamples; b++) {
      sums[at + b] += x * counts[from + b];
    }
  }

  /** Number of rows of a resample, with repetitions. */
  public int total(int resample) {
    return totals[resample];
  }

  /**
   * The mean of a number of each row over each resample; NaN for a resample without rows.
   *
   * @param numbers by row
   */
  public double[] means(double[] numbers) {
    double[] means = new double[resamples];
    for (int i = 0; i < rows; i++) {
      addProducts(i, numbers[i], means, 0);
    }
    for (int b = 0; b < resamples; b++) {
      means[b] /= totals[b];
    }
    return means;
  }

  /**
   * The mean square of how far a number of each row is from its mean over each resample; NaN for a
   * resample without rows. In two passes, so that it is exact where numbers are far from 0 or from
   * those of other resamples (Chan, Golub and LeVeque, The American Statistician 37, 1983).
   *
   * @param numbers by row
   */
  public double[] variances(double[] numbers) {
    double[] means = means(numbers);
    double[] rests = new double[resamples]; // would be 0 if means were not rounded
    double[] squares = new double[resamples];
    for (int i = 0; i < rows; i++) {
      int from = i * resamples;
      for (int b = 0; b < resamples; b++) {
        double distance = numbers[i] - means[b];
        double counted = counts[from + b] * distance;
        rests[b] += counted;
        squares[b] += counted * distance;
      }
    }
    for (int b = 0; b < resamples; b++) {
      double rest = rests[b] / totals[b];
      squares[b] = squares[b] / totals[b] - rest * rest;
    }
    return squares;
  }

  /**
   * Whether a number differs between the rows of each resample.
   *
   * @param numbers by row, finite
   */
  public boolean[] differ(double[] numbers) {
    double[] firsts = new double[resamples];
    Arrays.fill(firsts, Double.NaN);
    boolean[] differ = new boolean[resamples];
    for (int i = 0; i < rows; i++) {
      int from = i * resamples;
      for (int b = 0; b < resamples; b++) {
        if (counts[from + b] > 0 && numbers[i] != firsts[b]) {
          differ[b] |= !Double.isNaN(firsts[b]);
          firsts[b] = numbers[i];
        }
      }
    }
    return differ;
  }
}
