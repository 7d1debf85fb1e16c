package org.sparkbackprop.metrics;

import java.util.List;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * The median absolute error of each prediction of a number.
 *
 * @param once where each row counts once
 * @param byWeight where rows count by their weights; empty if they have none
 */
public record Medians(List<MetricValue> once, List<MetricValue> byWeight) {

  /** The mean over the predictions; undefined if one is. */
  MetricValue mean() {
    double sum = 0;
    for (MetricValue median : once) {
      if (!median.isDefined()) {
        return median;
      }
      sum += median.number();
    }
    return MetricValue.of(sum / once.size());
  }

  /** Copies the lists. */
  public Medians {
    once = List.copyOf(once);
    byWeight = List.copyOf(byWeight);
  }
}
