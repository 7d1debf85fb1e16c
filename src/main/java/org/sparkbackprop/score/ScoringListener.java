package org.sparkbackprop.score;

import org.sparkbackprop.data.InspectedInput;

/** Is told how scoring goes, in the order of the methods. Each of them does nothing by default. */
public interface ScoringListener {

  /** Every row was looked at. */
  default void inspected(InspectedInput rows) {}

  /** The rows are scored; nothing of that is written yet. */
  default void evaluated(EvaluationResult result) {}
}
