package org.sparkbackprop.score;

import org.sparkbackprop.data.InspectedInput;

/** Follows scoring; methods are called in this order. Each does nothing by default. */
public interface ScoringListener {

  /** Every row was inspected. */
  default void inspected(InspectedInput rows) {}

  /** The rows are scored; nothing is written yet. */
  default void evaluated(EvaluationResult result) {}
}
