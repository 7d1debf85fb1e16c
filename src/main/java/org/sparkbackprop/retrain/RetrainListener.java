package org.sparkbackprop.retrain;

import org.sparkbackprop.statistics.Drift;
import org.sparkbackprop.train.TrainingListener;

/** Is told how a retraining goes, and its training with it. */
public interface RetrainListener extends TrainingListener {

  /** The rows were compared with those that the version in service was trained on. */
  default void compared(Drift.Report drift) {}

  /** A step was taken that has no method of its own here. */
  default void informed(String sentence) {}

  /** It is known what became of the model; what is left to do is to record it. */
  default void ended(RetrainResult result) {}
}
