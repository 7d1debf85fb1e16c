package org.sparkbackprop.metrics.importance;

import java.util.List;
import java.util.Map;

/**
 * How much a model relies on each column.
 *
 * @param columns the largest rise of the cost first; empty if nothing was measured
 * @param rows on which it was measured
 * @param reason why nothing was measured, as a sentence without a full stop; empty if it was
 */
public record Importance(List<ColumnImportance> columns, long rows, String reason) {

  /** Copies the list. */
  public Importance {
    columns = List.copyOf(columns);
  }

  static Importance notMeasured(String reason) {
    return new Importance(List.of(), 0, reason);
  }

  public boolean isMeasured() {
    return reason.isEmpty();
  }

  /** The field {@code importance} of {@code metrics.json}. */
  public List<Map<String, Object>> fields() {
    return columns.stream().map(ColumnImportance::fields).toList();
  }
}
