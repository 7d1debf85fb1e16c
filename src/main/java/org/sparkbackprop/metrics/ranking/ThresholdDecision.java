package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * The decision "positive if the score is at least the threshold", and what it gives.
 *
 * @param threshold in the middle between the lowest score that is called positive and the highest
 *     that is not, so that no rounding of a score changes the decision; where there is no such
 *     score, 2⁻²⁰ beyond the outermost one (of its size, if that is larger than 1), but not below 0
 *     if no score is
 * @param truePositives the weight of the positives that are called so
 * @param falsePositives the weight of the negatives that are called positive
 * @param falseNegatives the weight of the positives that are called negative
 * @param trueNegatives the weight of the negatives that are called so
 */
public record ThresholdDecision(
    double threshold,
    double truePositives,
    double falsePositives,
    double falseNegatives,
    double trueNegatives)
    implements Serializable {

  /** tp / (tp + fp), where one of them is not 0. */
  static double precision(double truePositives, double falsePositives) {
    return truePositives / (truePositives + falsePositives);
  }

  /** Share of the positives among what is called positive; undefined if nothing is. */
  public MetricValue precision() {
    return truePositives + falsePositives == 0
        ? MetricValue.undefined("nothing is called positive")
        : MetricValue.of(precision(truePositives, falsePositives));
  }

  /** Share of the positives that are called so; undefined if there are none. */
  public MetricValue recall() {
    return truePositives + falseNegatives == 0
        ? MetricValue.undefined(Ranking.NO_POSITIVES)
        : MetricValue.of(truePositives / (truePositives + falseNegatives));
  }

  /** The harmonic mean of precision and recall; undefined if there are no positives. */
  public MetricValue f1() {
    return truePositives + falseNegatives == 0
        ? MetricValue.undefined(Ranking.NO_POSITIVES)
        : MetricValue.of(
            LargestF1.f1(truePositives, falsePositives, truePositives + falseNegatives));
  }

  /** The sum of the costs of the wrong decisions, each times its weight. */
  public double cost(double ofFalsePositive, double ofFalseNegative) {
    return ofFalsePositive * falsePositives + ofFalseNegative * falseNegatives;
  }
}
