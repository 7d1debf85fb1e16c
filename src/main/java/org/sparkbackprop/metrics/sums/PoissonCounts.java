package org.sparkbackprop.metrics.sums;

import java.io.Serializable;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * How often a row occurs in a resample: Poisson numbers with mean 1, which a resample of many rows
 * with replacement approaches (Hanley and MacGibbon, Computer Methods and Programs in Biomedicine
 * 83, 2006). A pure function of (seed, resample, number of the row), so it does not depend on how
 * rows are split into parts.
 */
public final class PoissonCounts implements Serializable {

  private static final long serialVersionUID = 1;

  /** P(count ≤ k) for k = 0, 1, …, until it is 1 in double precision. */
  private static final double[] CUMULATED = cumulated(20);

  private final long seed;

  /** The counts of one seed. */
  public PoissonCounts(long seed) {
    this.seed = seed;
  }

  private static double[] cumulated(int size) {
    double[] cumulated = new double[size];
    double probability = StrictMath.exp(-1);
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += probability;
      cumulated[k] = sum;
      probability /= k + 1;
    }
    cumulated[size - 1] = 1;
    return cumulated;
  }

  /**
   * Draws the counts of neighbouring rows.
   *
   * @param resample the number of the resample
   * @param firstRow the number of the first row
   * @param counts receives one count per row
   */
  public void draw(int resample, long firstRow, double[] counts) {
    CounterRandom random = new CounterRandom(seed, resample);
    for (int i = 0; i < counts.length; i++) {
      double uniform = random.uniform(firstRow + i);
      int count = 0;
      while (uniform >= CUMULATED[count]) {
        count++;
      }
      counts[i] = count;
    }
  }

  boolean hasSeedOf(PoissonCounts other) {
    return seed == other.seed;
  }
}
