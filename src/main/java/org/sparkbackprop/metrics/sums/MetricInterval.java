package org.sparkbackprop.metrics.sums;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The interval of a metric, or none and why.
 *
 * @param interval empty if there is none
 * @param reason why there is none, as a sentence without a full stop; empty if there is one
 */
public record MetricInterval(Optional<ConfidenceInterval> interval, String reason) {

  private static final MetricInterval MOSTLY_UNDEFINED =
      none("the metric is undefined for more than half of the resamples");

  private static final MetricInterval SAME =
      none("the metric is the same over nearly all resamples");

  /** Ends that differ by a smaller share are the same number, rounded differently. */
  private static final double ROUNDING = 1e-12;

  /** A metric without an interval. */
  public static MetricInterval none(String reason) {
    return new MetricInterval(Optional.empty(), reason);
  }

  /**
   * The interval of a metric from resamples of all rows or some of them.
   *
   * @param metric bounds the interval
   * @param ofAll the metric over all rows
   * @param resampled the metric over the rows that were resampled, and over each resample; NaN
   *     where it is undefined
   * @param rows number of rows that were resampled
   * @param allRows number of all rows
   */
  public static MetricInterval of(
      BootstrapMetric metric, MetricValue ofAll, double[] resampled, int rows, long allRows) {
    return of(metric, metric::possible, ofAll, resampled, rows, allRows);
  }

  /**
   * The interval of the difference of two metrics over the same resamples.
   *
   * @param metric of both
   * @param one the metric of one of them over all rows
   * @param other likewise
   * @param resampled the difference over the rows that were resampled, and over each resample
   */
  public static MetricInterval ofDifference(
      BootstrapMetric metric,
      MetricValue one,
      MetricValue other,
      double[] resampled,
      int rows,
      long allRows) {
    MetricValue difference = one.minus(other);
    MetricInterval interval =
        of(metric, UnaryOperator.identity(), difference, resampled, rows, allRows);
    return interval.interval().filter(ends -> areEqual(ends, one.number())).isPresent()
        ? SAME
        : interval;
  }

  private static MetricInterval of(
      BootstrapMetric metric,
      UnaryOperator<ConfidenceInterval> possible,
      MetricValue ofAll,
      double[] resampled,
      int rows,
      long allRows) {
    if (!ofAll.isDefined()) {
      return none(ofAll.reason());
    }
    if (rows < 2) {
      return none(allRows < 2 ? "there is one row" : "fewer than two rows were resampled");
    }
    if (Double.isNaN(resampled[0])) {
      return none("the metric is undefined for the rows that were resampled");
    }
    List<MetricValue> values = Arrays.stream(resampled).skip(1).mapToObj(MetricValue::of).toList();
    return ConfidenceInterval.ofMetric(values, Intervals.LEVEL)
        .map(
            ends ->
                areEqual(ends, 0)
                    ? SAME
                    : some(
                        possible.apply(
                            scaled(
                                metric.unbiased(ends, resampled[0], values),
                                ofAll.number(),
                                resampled[0],
                                (double) rows / allRows))))
        .orElse(MOSTLY_UNDEFINED);
  }

  /** Whether the ends differ by rounding alone, of such numbers or of a larger one. */
  private static boolean areEqual(ConfidenceInterval ends, double other) {
    double size = Math.max(Math.abs(ends.lower()), Math.abs(ends.upper()));
    return ends.upper() - ends.lower() <= ROUNDING * Math.max(size, Math.abs(other));
  }

  /** The interval for all rows, of which a share was resampled. */
  private static ConfidenceInterval scaled(
      ConfidenceInterval interval, double ofAll, double ofSample, double share) {
    return share == 1 ? interval : interval.scaledAround(ofAll, ofSample, Math.sqrt(share));
  }

  private static MetricInterval some(ConfidenceInterval interval) {
    return new MetricInterval(Optional.of(interval), "");
  }

  void putInto(MetricFields fields, String name) {
    interval.ifPresentOrElse(
        ends -> fields.put(name, List.of(ends.lower(), ends.upper())),
        () -> fields.putMetric(name, MetricValue.undefined(reason)));
  }
}
