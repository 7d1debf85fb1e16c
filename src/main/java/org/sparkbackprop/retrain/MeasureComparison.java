package org.sparkbackprop.retrain;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * The measures of a challenger, and of a champion if there is one.
 *
 * @param scored the champion's version, if it was scored
 */
record MeasureComparison(PairedMetrics metrics, Optional<String> scored) {

  /** Why the challenger is worse by a measure than is tolerated. */
  Optional<String> worse(Measure measure, double tolerance) {
    PairedMeasure compared = metrics.of(measure);
    if (!compared.isDefined()) {
      return Optional.of(
          "%s of the hold-out rows, by which it is judged, is undefined: %s"
              .formatted(measure.configurationName(), compared.reason()));
    }
    double loss = measure.isBetterIfHigher() ? -compared.difference() : compared.difference();
    return scored
        .filter(champion -> loss > tolerance) // never if it is NaN
        .map(
            champion ->
                Message.of(
                    "%s is worse than that of version %s by %.5g%s, more than the tolerance of %s",
                    measure.configurationName(), champion, loss, interval(compared), tolerance));
  }

  private static String interval(PairedMeasure compared) {
    return compared.hasInterval()
        ? Message.of(" (95 %% between %+.5g and %+.5g)", compared.low(), compared.high())
        : "";
  }

  /** Puts the fields for status and manifest. */
  void putInto(Map<String, Object> fields, Measure metric) {
    Map<String, Object> measures = new LinkedHashMap<>();
    for (Measure measure : metrics.measures()) {
      measures.put(measure.name().toLowerCase(Locale.ROOT), fields(metrics.of(measure)));
    }
    fields.put("measures", measures);
    if (PairedMetrics.measures(metrics.loss()).contains(metric)) {
      PairedMeasure compared = metrics.of(metric);
      fields.put("challenger_metric", definedOrNull(compared.challenger()));
      fields.put("champion_metric", definedOrNull(compared.champion()));
    }
  }

  private Map<String, Object> fields(PairedMeasure measure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("challenger", measure.challenger());
    if (scored.isPresent()) {
      Map<String, Object> difference = new LinkedHashMap<>();
      difference.put("value", definedOrNull(measure.difference()));
      difference.put("low", definedOrNull(measure.low()));
      difference.put("high", definedOrNull(measure.high()));
      fields.put("champion", definedOrNull(measure.champion()));
      fields.put("difference", difference);
    }
    return fields;
  }

  private static Double definedOrNull(double number) {
    return Double.isNaN(number) ? null : number;
  }
}
