package org.sparkbackprop.training;

import org.sparkbackprop.training.EpochRecord.Validation;

/**
 * Remembers the best weights by the validation part, and for how many records they are the best.
 */
final class Patience {

  private final Stopping rule;
  private double bestMerit = Double.NEGATIVE_INFINITY;
  private TrainingState.WeightsAt best;
  private long recordsSince;
  private long seen = -1;

  Patience(Stopping rule) {
    this.rule = rule;
  }

  /** Takes note of a record; weights that are not copied, as nobody modifies a state's. */
  void saw(TrainingState state, Validation validation) {
    seen = state.epoch();
    double merit = rule.merit(validation);
    if (best == null || merit > bestMerit + rule.leastImprovement()) {
      bestMerit = merit;
      best = new TrainingState.WeightsAt(state.epoch(), state.weights());
      recordsSince = 0;
    } else {
      recordsSince++;
    }
  }

  boolean hasSeen(TrainingState state) {
    return seen == state.epoch();
  }

  boolean isOver() {
    return rule.patience() > 0 && recordsSince >= rule.patience();
  }

  /** The weights to end with: the best where there is a rule, else those of the state. */
  TrainingState.WeightsAt chosen(TrainingState state) {
    return rule.patience() > 0 && best != null
        ? best
        : new TrainingState.WeightsAt(state.epoch(), state.weights());
  }
}
