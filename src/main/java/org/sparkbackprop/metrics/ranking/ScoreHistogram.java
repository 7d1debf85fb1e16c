package org.sparkbackprop.metrics.ranking;

import java.util.List;

/**
 * How the scores of positives and negatives are distributed, in bins of equal width. A bin has its
 * lower edge and not its upper one, except for the last, which has both.
 *
 * @param lowest lower edge of the first bin
 * @param highest upper edge of the last bin
 * @param positives the weight of the positives in each bin
 * @param negatives the weight of the negatives in each bin
 */
public record ScoreHistogram(
    double lowest, double highest, List<Double> positives, List<Double> negatives) {

  /** A histogram whose lists do not change. */
  public ScoreHistogram {
    positives = List.copyOf(positives);
    negatives = List.copyOf(negatives);
  }

  /** The edges of the bins, one more than bins. */
  public double[] edges() {
    return edges(lowest, highest, positives.size());
  }

  static double[] edges(double lowest, double highest, int bins) {
    double[] edges = new double[bins + 1];
    double width = highest / bins - lowest / bins;
    for (int i = 0; i < bins; i++) {
      edges[i] = lowest + i * width;
    }
    edges[bins] = highest;
    return edges;
  }
}
