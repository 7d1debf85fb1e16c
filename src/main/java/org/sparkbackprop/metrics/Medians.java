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

  /** Copies the lists. */
  public Medians {
    once = List.copyOf(once);
    byWeight = List.copyOf(byWeight);
  }
}
