package org.sparkbackprop.metrics.classification;

/** Number or weight of the rows that are positive or negative, and predicted as such or not. */
public record BinaryCounts(
    double truePositives, double falsePositives, double falseNegatives, double trueNegatives) {

  /** Number or weight of all rows. */
  public double total() {
    return truePositives + falsePositives + falseNegatives + trueNegatives;
  }

  /** Number or weight of the rows that are positive. */
  public double support() {
    return truePositives + falseNegatives;
  }

  /** Number or weight of the rows that are predicted as positive. */
  public double predicted() {
    return truePositives + falsePositives;
  }

  /** The counts of two sets of rows. */
  public BinaryCounts plus(BinaryCounts other) {
    return new BinaryCounts(
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives,
        trueNegatives + other.trueNegatives);
  }
}
