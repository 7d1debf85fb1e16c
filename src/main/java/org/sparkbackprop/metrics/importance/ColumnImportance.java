package org.sparkbackprop.metrics.importance;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much worse predictions get when a column is shuffled.
 *
 * @param column its name
 * @param meanCostRise mean over the shuffles of how much the mean cost of a row rises; NaN if a
 *     cost is not finite
 * @param spread standard deviation over the shuffles (of n, not n − 1)
 */
public record ColumnImportance(String column, double meanCostRise, double spread) {

  /** The fields of {@code metrics.json}; what is not finite is null. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("column", column);
    fields.put("mean_cost_rise", finiteOrNull(meanCostRise));
    fields.put("spread", finiteOrNull(spread));
    return fields;
  }

  private static Double finiteOrNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
