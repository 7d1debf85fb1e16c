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
      fields.put("champion", Interval.finiteOrNull(measure.champion()));
      fields.put(
          "difference", new Interval(measure.difference(), measure.low(), measure.high()).fields());
    }
    return fields;
  }
}
