package org.sparkbackprop.training.loop;

import java.util.Map;
import org.sparkbackprop.training.loop.EpochRecord.Validation;

/** The best parameters by the validation set, and the number of records since. */
final class Patience {

  private static final String BEST_MERIT = "patience.best-merit";
  private static final String BEST_EPOCH = "patience.best-epoch";
  private static final String BEST_WEIGHTS = "patience.best-weights";
  private static final String RECORDS_SINCE = "patience.records-since";
  private static final String SEEN = "patience.seen-epoch";

  private final Stopping rule;
  private double bestMerit = Double.NEGATIVE_INFINITY;
  private TrainingState.ParametersAt best;
  private long recordsSince;
  private long seen = -1;

  /** Continues from a loop's memory. */
  Patience(Stopping rule, LoopMemory memory) {
    this.rule = rule;
    bestMerit = memory.number(BEST_MERIT, Double.NEGATIVE_INFINITY);
    recordsSince = (long) memory.number(RECORDS_SINCE, 0);
    seen = (long) memory.number(SEEN, -1);
    double[] parameters = memory.vectors().get(BEST_WEIGHTS);
    if (parameters != null) {
      best = new TrainingState.ParametersAt((long) memory.number(BEST_EPOCH, 0), parameters);
    }
  }

  /** The best parameters are remembered only if a rule needs them. */
  void remember(Map<String, double[]> memory) {
    memory.put(BEST_MERIT, new double[] {bestMerit});
    memory.put(RECORDS_SINCE, new double[] {recordsSince});
    memory.put(SEEN, new double[] {seen});
    if (best != null && rule.patience() > 0) {
      memory.put(BEST_EPOCH, new double[] {best.epoch()});
      memory.put(BEST_WEIGHTS, best.parameters());
    }
  }

  /** Takes note of a record; parameters are not copied, as nobody modifies a state. */
  private void saw(TrainingState state, Validation validation) {
    seen = state.epoch();
    double merit = rule.merit(validation);
    if (best == null || merit > bestMerit + rule.leastImprovement()) {
      bestMerit = merit;
      best = state.result();
      recordsSince = 0;
    } else {
      recordsSince++;
    }
  }

  /** Takes note of a record, unless it already has: when training continues where it ended. */
  void sawOnce(TrainingState state, Validation validation) {
    if (seen != state.epoch()) {
      saw(state, validation);
    }
  }

  boolean isOver() {
    return rule.patience() > 0 && recordsSince >= rule.patience();
  }

  /** The final parameters: the best if there is a rule, else those of the state. */
  TrainingState.ParametersAt chosen(TrainingState state) {
    return rule.patience() > 0 && best != null ? best : state.result();
  }
}
