package org.sparkbackprop.retrain;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * The measures of a challenger, and of a champion if there is one.
 *
 * @param scored the champion's version, if it was scored
 */
record MeasureComparison(PairedMetrics metrics, Optional<String> scored) {

  /** Puts the fields for status and manifest. */
  void putInto(Map<String, Object> fields) {
    Map<String, Object> measures = new LinkedHashMap<>();
    for (Measure measure : metrics.measures()) {
      measures.put(measure.name().toLowerCase(Locale.ROOT), fields(metrics.of(measure)));
    }
    fields.put("measures", measures);
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
