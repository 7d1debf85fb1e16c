package org.sparkbackprop.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.training.loop.Concern;

/**
 * The result of an evaluation.
 *
 * @param metrics of the rows used, with the confusion matrix
 * @param concerns reasons why the model may be of little use
 * @param importance of the columns, if it was asked for
 * @param rows how many were read, used and quarantined
 */
public record EvaluationResult(
    Metrics metrics, List<Concern> concerns, Optional<Importance> importance, RowCounts rows) {

  /** The share of rows that were classified correctly; NaN if numbers are predicted. */
  public double accuracy() {
    return metrics instanceof ClassMetrics classes
        ? classes.accuracy()
        : metrics.score().accuracy();
  }

  /** The fields of {@code metrics.json}. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>(metrics.fields());
    fields.put("notes", concerns.stream().map(Concern::sentence).toList());
    fields.put("concerns", concerns.stream().map(concern -> concern.kind().code()).toList());
    importance
        .filter(Importance::isMeasured)
        .ifPresent(measured -> fields.put("importance", measured.fields()));
    return fields;
  }
}
