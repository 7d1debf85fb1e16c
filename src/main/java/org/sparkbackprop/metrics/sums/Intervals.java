package org.sparkbackprop.metrics.sums;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;

/**
 * Where metrics would be over other rows of the same kind, by the bootstrap. Each row counts once,
 * whatever its weight.
 *
 * @param resamples number of resamples
 * @param rows number of rows that were resampled: all, or a systematic sample of them
 * @param metrics of all classes, labels or outputs together
 * @param outputs of each prediction of a number, by its name and in order; empty for other targets
 */
public record Intervals(
    int resamples, int rows, Map<BootstrapMetric, MetricInterval> metrics, List<OfOutput> outputs) {

  /** Share of the resamples within an interval. */
  public static final double LEVEL = 0.95;

  /** The field of {@code metrics.json} with {@link #fields}. */
  public static final String FIELD = "intervals";

  /** A narrower interval is shown with one more digit. */
  private static final double NARROW = 0.01;

  /** From here on, four digits are not enough for a whole number, which is shown as it is. */
  private static final double LONGER = 9999.5;

  /** From here on, the metrics themselves are shown with an exponent. */
  private static final double EXPONENT = 999_999.5;

  /** Copies the metrics. */
  public Intervals {
    metrics = ordered(metrics);
    outputs = List.copyOf(outputs);
  }

  /**
   * The intervals of one prediction of a number.
   *
   * @param output its name
   * @param metrics of this output
   */
  public record OfOutput(String output, Map<BootstrapMetric, MetricInterval> metrics) {

    /** Copies the metrics. */
    public OfOutput {
      metrics = ordered(metrics);
    }

    /** The interval of a metric; empty if there is none. */
    public Optional<ConfidenceInterval> of(BootstrapMetric metric) {
      return interval(metrics, metric);
    }
  }

  private static Map<BootstrapMetric, MetricInterval> ordered(
      Map<BootstrapMetric, MetricInterval> metrics) {
    Map<BootstrapMetric, MetricInterval> ordered = new EnumMap<>(BootstrapMetric.class);
    ordered.putAll(metrics);
    return Collections.unmodifiableMap(ordered);
  }

  private static Optional<ConfidenceInterval> interval(
      Map<BootstrapMetric, MetricInterval> metrics, BootstrapMetric metric) {
    return Optional.ofNullable(metrics.get(metric)).flatMap(MetricInterval::interval);
  }

  /** The interval of a metric; empty if there is none, or it is not one of these metrics. */
  public Optional<ConfidenceInterval> of(BootstrapMetric metric) {
    return interval(metrics, metric);
  }

  /**
   * The ends of an interval in brackets after a space, with three decimals, or four if they are
   * close; empty if there is none.
   */
  public String decimals(BootstrapMetric metric) {
    return of(metric)
        .map(ends -> text(ends.upper() - ends.lower() < NARROW ? "%.4f" : "%.3f", ends))
        .orElse("");
  }

  /** The same with four significant digits, or six if the ends are close. */
  public String digits(BootstrapMetric metric) {
    return of(metric).map(ends -> text(digits(ends), ends)).orElse("");
  }

  private static String digits(ConfidenceInterval ends) {
    double size = Math.max(Math.abs(ends.lower()), Math.abs(ends.upper()));
    if (ends.upper() - ends.lower() < NARROW * Math.abs(ends.upper())) {
      return "%.6g";
    }
    return size >= LONGER && size < EXPONENT ? "%.0f" : "%.4g";
  }

  private static String text(String format, ConfidenceInterval ends) {
    return Message.of(" (" + format + "–" + format + ")", ends.lower(), ends.upper());
  }

  /** The fields for {@code metrics.json}: two ends each, or null, with the reason at the end. */
  public Map<String, Object> fields() {
    MetricFields fields =
        new MetricFields().put("level", LEVEL).put("resamples", resamples).put("rows", rows);
    put(metrics, fields);
    if (!outputs.isEmpty()) {
      fields.putObjects(
          "per_output",
          outputs.stream()
              .map(each -> put(each.metrics, new MetricFields().put("output", each.output)))
              .toList());
    }
    return fields.asMap();
  }

  private static MetricFields put(
      Map<BootstrapMetric, MetricInterval> metrics, MetricFields fields) {
    metrics.forEach((metric, interval) -> interval.putInto(fields, metric.field()));
    return fields;
  }
}
