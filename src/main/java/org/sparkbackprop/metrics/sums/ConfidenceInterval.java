package org.sparkbackprop.metrics.sums;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a metric would be over other rows of the same kind, by the percentile method (Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 *
 * @param lower the quantile (1 − level) / 2 of the metric over the resamples
 * @param upper the quantile (1 + level) / 2
 * @param level share of the resamples in between
 */
public record ConfidenceInterval(double lower, double upper, double level) {

  /**
   * The interval that holds the middle of the values, which may be in any order. Quantiles lie
   * between neighbouring values by linear interpolation.
   *
   * @param values at least one
   * @param level between 0 and 1
   * @throws IllegalArgumentException if there are no values, or the level is not within its range
   */
  public static ConfidenceInterval ofValues(double[] values, double level) {
    if (values.length == 0 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "%s values have no interval of level %s".formatted(values.length, level));
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new ConfidenceInterval(
        quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
  }

  /**
   * The interval of a metric from its values over resamples; those for which it is undefined are
   * left out.
   *
   * @return empty if it is undefined for more than half of the resamples
   */
  public static Optional<ConfidenceInterval> ofMetric(List<MetricValue> resamples, double level) {
    double[] defined =
        resamples.stream()
            .filter(MetricValue::isDefined)
            .mapToDouble(MetricValue::number)
            .toArray();
    return defined.length == 0 || 2 * defined.length < resamples.size()
        ? Optional.empty()
        : Optional.of(ofValues(defined, level));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The interval for more rows than were resampled: its ends are as far from the metric as those of
   * the sample are from the metric of the sample, times a factor. (About the metric of all rows
   * alone, the chance of the sample would move the interval by about a standard error.)
   *
   * @param metric over all rows
   * @param ofSample the metric over the rows that were resampled
   * @param factor √(rows resampled / all rows)
   */
  public ConfidenceInterval scaledAround(double metric, double ofSample, double factor) {
    return new ConfidenceInterval(
        metric + factor * (lower - ofSample), metric + factor * (upper - ofSample), level);
  }

  /** The interval somewhere else, as wide as it is. */
  ConfidenceInterval movedBy(double distance) {
    return new ConfidenceInterval(lower + distance, upper + distance, level);
  }
}
