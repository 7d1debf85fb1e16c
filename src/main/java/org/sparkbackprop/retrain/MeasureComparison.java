package org.sparkbackprop.retrain;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * The measures of a challenger, and of a champion if there is one.
 *
 * @param scored the champion's version, if it was scored
 */
record MeasureComparison(PairedMetrics metrics, Optional<String> scored) {

  /** A measure of the challenger; NaN if it is undefined. */
  double value(Measure measure) {
    return metrics.of(measure).orElse(Double.NaN);
  }

  /** Why the challenger is worse by a measure than is tolerated. */
  Optional<String> worse(Measure measure, double tolerance) {
    MetricValue own = metrics.of(measure);
    if (!own.isDefined()) {
      return Optional.of(
          "%s of the hold-out rows, by which it is judged, is undefined: %s"
              .formatted(measure.configurationName(), own.reason()));
    }
    double difference = metrics.difference(measure).map(each -> each.orElse(0)).orElse(0.0);
    double loss = measure.isBetterIfHigher() ? -difference : difference;
    return scored
        .filter(champion -> loss > tolerance)
        .map(
            champion ->
                Message.of(
                    "%s is worse than that of version %s by %.5g%s, more than the tolerance of %s",
                    measure.configurationName(), champion, loss, interval(measure), tolerance));
  }

  private String interval(Measure measure) {
    return metrics
        .interval(measure)
        .map(ends -> Message.of(" (95 %% between %+.5g and %+.5g)", ends.lower(), ends.upper()))
        .orElse("");
  }

  /** Puts the fields for status and manifest. */
  void putInto(Map<String, Object> fields, Measure metric) {
    Map<String, Object> measures = new LinkedHashMap<>();
    for (Measure measure : metrics.measures()) {
      measures.put(measure.name().toLowerCase(Locale.ROOT), fields(measure));
    }
    fields.put("measures", measures);
    if (metrics.measures().contains(metric)) {
      fields.put("challenger_metric", value(metric));
      metrics
          .ofChampion(metric)
          .filter(MetricValue::isDefined)
          .ifPresent(champion -> fields.put("champion_metric", champion.number()));
    }
  }

  private Map<String, Object> fields(Measure measure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("challenger", value(measure));
    metrics
        .ofChampion(measure)
        .ifPresent(
            champion -> {
              fields.put("champion", champion.orNull());
              fields.put("difference", difference(measure));
            });
    return fields;
  }

  private Map<String, Object> difference(Measure measure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("value", metrics.difference(measure).map(MetricValue::orNull).orElse(null));
    fields.put("low", metrics.interval(measure).map(ends -> ends.lower()).orElse(null));
    fields.put("high", metrics.interval(measure).map(ends -> ends.upper()).orElse(null));
    return fields;
  }
}
