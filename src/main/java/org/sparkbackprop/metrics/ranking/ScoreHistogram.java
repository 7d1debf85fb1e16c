package org.sparkbackprop.metrics.ranking;

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
    double lowest, double highest, double[] positives, double[] negatives) {

  /** The edges of the bins, one more than bins. */
  public double[] edges() {
    return edges(lowest, highest, positives.length);
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
