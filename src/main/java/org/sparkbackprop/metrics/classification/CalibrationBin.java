package org.sparkbackprop.metrics.classification;

import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * The rows whose probability lies within lower &lt; p ≤ upper; in the first bin also those of 0.
 *
 * @param lower edge, not within the bin unless it is 0
 * @param upper edge, within the bin
 * @param amount number or weight of the rows, above 0
 * @param meanProbability mean of their probabilities
 * @param observedShare share of the rows for which occurred what the probability is of
 */
public record CalibrationBin(
    double lower, double upper, double amount, double meanProbability, double observedShare) {

  /** How far the mean probability is from what occurred. */
  double gap() {
    return Math.abs(observedShare - meanProbability);
  }

  MetricFields fields(Weighting weighting) {
    return new MetricFields()
        .put("lower", lower)
        .put("upper", upper)
        .put(weighting.amountName(), weighting.amount(amount))
        .put("mean_probability", meanProbability)
        .put("observed_share", observedShare);
  }
}
