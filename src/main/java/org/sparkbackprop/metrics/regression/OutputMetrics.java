package org.sparkbackprop.metrics.regression;

import java.util.function.Function;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * The metrics of one output, in the units of its targets t and predictions p, or the means over
 * several outputs.
 *
 * @param meanSquaredError mean of (t − p)²
 * @param rootMeanSquaredError its root
 * @param meanAbsoluteError mean of |t − p|
 * @param largestError greatest |t − p|
 * @param meanError mean of p − t: above 0 if predictions are too large
 * @param r2 1 − Σ (t − p)² / Σ (t − mean t)²: the share of the variance that is predicted
 * @param explainedVariance the same if the mean error were 0
 * @param meanAbsolutePercentageError mean of |t − p| / |t|, as a share: 0.1 is 10 %
 * @param meanPoissonDeviance mean of 2 (t log(t / p) − t + p), for counts
 * @param meanPinballLoss mean of q (t − p) where t ≥ p, and of (1 − q) (p − t) elsewhere, for the
 *     quantile q
 */
public record OutputMetrics(
    MetricValue meanSquaredError,
    MetricValue rootMeanSquaredError,
    MetricValue meanAbsoluteError,
    MetricValue largestError,
    MetricValue meanError,
    MetricValue r2,
    MetricValue explainedVariance,
    MetricValue meanAbsolutePercentageError,
    MetricValue meanPoissonDeviance,
    MetricValue meanPinballLoss) {

  /** Metrics each of which is made from the metric of the same name. */
  static OutputMetrics each(Function<Function<OutputMetrics, MetricValue>, MetricValue> made) {
    return new OutputMetrics(
        made.apply(OutputMetrics::meanSquaredError),
        made.apply(OutputMetrics::rootMeanSquaredError),
        made.apply(OutputMetrics::meanAbsoluteError),
        made.apply(OutputMetrics::largestError),
        made.apply(OutputMetrics::meanError),
        made.apply(OutputMetrics::r2),
        made.apply(OutputMetrics::explainedVariance),
        made.apply(OutputMetrics::meanAbsolutePercentageError),
        made.apply(OutputMetrics::meanPoissonDeviance),
        made.apply(OutputMetrics::meanPinballLoss));
  }

  /** Puts a field for each metric but the pinball loss. */
  MetricFields putInto(MetricFields fields) {
    return fields
        .putMetric("mean_squared_error", meanSquaredError)
        .putMetric("root_mean_squared_error", rootMeanSquaredError)
        .putMetric("mean_absolute_error", meanAbsoluteError)
        .putMetric("largest_error", largestError)
        .putMetric("mean_error", meanError)
        .putMetric("r2", r2)
        .putMetric("explained_variance", explainedVariance)
        .putMetric("mean_absolute_percentage_error", meanAbsolutePercentageError)
        .putMetric("mean_poisson_deviance", meanPoissonDeviance);
  }
}
