package org.sparkbackprop.metrics;

import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.network.loss.Score;

/** What the predictions of a model are worth over some rows whose targets are known. */
public sealed interface Metrics permits ClassMetrics, LabelsMetrics, NumberMetrics {

  /** Cost and number of the rows, at least one. */
  Score score();

  /** The figures that say most, in a line for people. */
  String summary();

  /** The fields of {@code metrics.json}; what is undefined is null. */
  Map<String, Object> fields();

  /** Whether rows have weights; each counts once in the metrics that are not called weighted. */
  boolean isWeighted();

  /**
   * Where metrics would be over other rows of the same kind; rows with weights count once here too.
   * Of rows that were held out; empty for training rows.
   */
  Optional<Intervals> intervals();

  /**
   * Puts the cost, and the mean cost of a sample, in the places that they have in the fields. Those
   * that are too large for a number are null.
   */
  default void putCosts(Map<String, Object> fields) {
    MetricFields.add(fields, "cost", MetricValue.of(score().cost()));
    MetricFields.add(fields, "mean_cost", MetricValue.of(meanCost()));
  }

  /** Number of samples. */
  default long samples() {
    return score().samples();
  }

  /** The weighted mean cost of a sample. */
  default double meanCost() {
    return score().cost() / score().weight();
  }
}
