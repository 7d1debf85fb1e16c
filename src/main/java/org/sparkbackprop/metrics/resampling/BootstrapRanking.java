package org.sparkbackprop.metrics.resampling;

import java.util.Arrays;
import org.sparkbackprop.metrics.sums.ResampleCounts;

/**
 * How well scores order positives before negatives over each of many resamples, which are ranked in
 * one pass over the scores in order.
 *
 * @param rocAuc by resample, as {@link org.sparkbackprop.metrics.ranking.Ranking#rocAuc}; NaN where
 *     it is undefined
 * @param averagePrecision by resample, as {@link
 *     org.sparkbackprop.metrics.ranking.Ranking#averagePrecision}; NaN where it is undefined
 */
public record BootstrapRanking(double[] rocAuc, double[] averagePrecision) {

  /**
   * The rankings of a column of scores. Areas are sums of whole numbers, so they are exact.
   *
   * @param scores by row
   * @param positive by row
   */
  public static BootstrapRanking of(double[] scores, boolean[] positive, ResampleCounts counts) {
    Pass pass = new Pass(counts);
    RowOrder order = RowOrder.of(scores);
    int end = order.rows().length; // from the highest score to the lowest
    while (end > 0) {
      int begin = order.beginOfTies(end - 1);
      pass.add(order.rows(), begin, end, positive);
      end = begin;
    }
    return pass.result();
  }

  /** Sums over the scores so far, by resample. */
  private static final class Pass {

    private final ResampleCounts counts;
    private final char[] above;
    private final char[] positivesAbove;

    /** Twice the pairs of a positive and a negative in the wrong order, ties as half a pair. */
    private final long[] wrongPairs;

    private final double[] precisions;
    private final char[] tied;
    private final char[] tiedPositives;

    Pass(ResampleCounts counts) {
      this.counts = counts;
      above = new char[counts.resamples()];
      positivesAbove = new char[counts.resamples()];
      wrongPairs = new long[counts.resamples()];
      precisions = new double[counts.resamples()];
      tied = new char[counts.resamples()];
      tiedPositives = new char[counts.resamples()];
    }

    /** Adds rows with the same score. */
    void add(int[] order, int begin, int end, boolean[] positive) {
      boolean anyPositive = false;
      for (int i = begin; i < end; i++) {
        anyPositive |= positive[order[i]];
      }
      if (!anyPositive) {
        for (int i = begin; i < end; i++) {
          counts.add(order[i], above, 0);
        }
        return;
      }
      Arrays.fill(tied, (char) 0);
      Arrays.fill(tiedPositives, (char) 0);
      for (int i = begin; i < end; i++) {
        counts.add(order[i], positive[order[i]] ? tiedPositives : tied, 0);
      }
      addTies();
    }

    private void addTies() {
      for (int b = 0; b < above.length; b++) {
        int positives = tiedPositives[b];
        int negativesAbove = above[b] - positivesAbove[b];
        wrongPairs[b] += (long) positives * (2 * negativesAbove + tied[b]);
        above[b] += tiedPositives[b];
        above[b] += tied[b];
        positivesAbove[b] += tiedPositives[b];
        if (positives > 0) {
          precisions[b] += (double) positives * positivesAbove[b] / above[b];
        }
      }
    }

    BootstrapRanking result() {
      double[] areas = new double[above.length];
      for (int b = 0; b < areas.length; b++) {
        long pairs = (long) positivesAbove[b] * (above[b] - positivesAbove[b]);
        areas[b] = (2 * pairs - wrongPairs[b]) / (2.0 * pairs); // 0 / 0 is NaN
        precisions[b] = Math.min(1, precisions[b] / positivesAbove[b]);
      }
      return new BootstrapRanking(areas, precisions);
    }
  }
}
