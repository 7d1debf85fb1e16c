package org.sparkbackprop.metrics.sums;

import java.util.List;
import java.util.Locale;

/** A metric with an interval. */
public enum BootstrapMetric {
  /**
   * Share of the rows whose class is predicted; of several labels, see {@link #SUBSET_ACCURACY}.
   */
  ACCURACY(0, 1),
  BALANCED_ACCURACY(0, 1),
  MATTHEWS_CORRELATION(-1, 1),
  /** The mean F1 of classes or labels. */
  MACRO_F1(0, 1),
  /** F1 of all labels' outcomes taken together. */
  MICRO_F1(0, 1),
  /** Precision of the positive class of two, as it is decided. */
  PRECISION(0, 1),
  /** Recall of the positive class of two. */
  RECALL(0, 1),
  /** F1 of the positive class of two. */
  F1(0, 1),
  LOG_LOSS(0, Double.POSITIVE_INFINITY),
  BRIER_SCORE(0, 2),
  EXPECTED_CALIBRATION_ERROR(0, 1),
  SUBSET_ACCURACY(0, 1),
  HAMMING_LOSS(0, 1),
  /** Of two classes, of the positive one; else the mean over classes or labels. */
  ROC_AUC(0, 1),
  /** Of two classes, of the positive one; else the mean over classes or labels. */
  AVERAGE_PRECISION(0, 1),
  ROOT_MEAN_SQUARED_ERROR(0, Double.POSITIVE_INFINITY),
  MEAN_ABSOLUTE_ERROR(0, Double.POSITIVE_INFINITY),
  MEDIAN_ABSOLUTE_ERROR(0, Double.POSITIVE_INFINITY),
  R2(Double.NEGATIVE_INFINITY, 1),
  MEAN_POISSON_DEVIANCE(0, Double.POSITIVE_INFINITY),
  MEAN_PINBALL_LOSS(0, Double.POSITIVE_INFINITY);

  private final double lowest;
  private final double highest;

  BootstrapMetric(double lowest, double highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  /** The name of its field in {@code metrics.json}. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The interval without the bias of resamples, if it matters. A calibration error adds up absolute
   * differences, which the noise of any sample of rows makes larger. Resamples have that noise
   * twice, so that all of them may be above the metric of the rows themselves.
   *
   * @param ofRows the metric over the rows that were resampled
   * @param resampled the metric over each resample, at least one of them defined
   */
  ConfidenceInterval unbiased(
      ConfidenceInterval interval, double ofRows, List<MetricValue> resampled) {
    if (this != EXPECTED_CALIBRATION_ERROR) {
      return interval;
    }
    double mean =
        resampled.stream()
            .filter(MetricValue::isDefined)
            .mapToDouble(MetricValue::number)
            .average()
            .orElseThrow();
    return interval.movedBy(ofRows - mean);
  }

  /** The interval without what the metric cannot be. */
  ConfidenceInterval possible(ConfidenceInterval interval) {
    return new ConfidenceInterval(
        Math.max(lowest, interval.lower()), Math.min(highest, interval.upper()), interval.level());
  }
}
