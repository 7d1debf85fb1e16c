package org.sparkbackprop.retrain;

import org.sparkbackprop.statistics.Drift;
import org.sparkbackprop.train.TrainingListener;

/** Follows a retraining, and its training. */
public interface RetrainListener extends TrainingListener {

  /** The rows were compared with those that the version in service was trained on. */
  default void compared(Drift.Report drift) {}

  /** Another step was taken. */
  default void informed(String sentence) {}

  /** The outcome is known, and will be recorded. */
  default void ended(RetrainResult result) {}
}
