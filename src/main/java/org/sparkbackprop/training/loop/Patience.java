package org.sparkbackprop.training.loop;

import java.util.Map;
import org.sparkbackprop.training.loop.EpochRecord.Validation;

/** The parameters to choose by the validation set, and the number of records since the best. */
final class Patience {

  private static final String BEST_MERIT = "patience.best-merit";
  private static final String MARGIN = "patience.margin";
  private static final String CHOSEN_EPOCH = "patience.chosen-epoch";
  private static final String CHOSEN_WEIGHTS = "patience.chosen-weights";
  private static final String RECORDS_SINCE = "patience.records-since";
  private static final String SEEN = "patience.seen-epoch";

  private final Stopping rule;
  private double bestMerit = Double.NEGATIVE_INFINITY;
  private double margin = Double.NEGATIVE_INFINITY;
  private TrainingState.ParametersAt chosen;
  private long recordsSince;
  private long seen = -1;

  /** Continues from a loop's memory. */
  Patience(Stopping rule, LoopMemory memory) {
    this.rule = rule;
    bestMerit = memory.number(BEST_MERIT, Double.NEGATIVE_INFINITY);
    recordsSince = (long) memory.number(RECORDS_SINCE, 0);
    seen = (long) memory.number(SEEN, -1);
    margin = memory.number(MARGIN, Double.NEGATIVE_INFINITY);
    double[] parameters = memory.vectors().get(CHOSEN_WEIGHTS);
    if (parameters != null) {
      chosen = new TrainingState.ParametersAt((long) memory.number(CHOSEN_EPOCH, 0), parameters);
    }
  }

  /** Parameters are remembered only if a rule needs them. */
  void remember(Map<String, double[]> memory) {
    memory.put(BEST_MERIT, new double[] {bestMerit});
    memory.put(MARGIN, new double[] {margin});
    memory.put(RECORDS_SINCE, new double[] {recordsSince});
    memory.put(SEEN, new double[] {seen});
    if (chosen != null && rule.patience() > 0) {
      memory.put(CHOSEN_EPOCH, new double[] {chosen.epoch()});
      memory.put(CHOSEN_WEIGHTS, chosen.parameters());
    }
  }

  /** Takes note of a record; parameters are not copied, as nobody modifies a state. */
  private void saw(TrainingState state, Validation validation) {
    seen = state.epoch();
    double merit = rule.merit(validation);
    if (chosen == null || merit > bestMerit + rule.leastImprovement()) {
      bestMerit = merit;
      margin = rule.margin(validation);
      chosen = state.result();
      recordsSince = 0;
    } else {
      recordsSince++;
      if (merit >= bestMerit - margin) {
        chosen = state.result();
      }
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

  /** The final parameters: those chosen if there is a rule, else those of the state. */
  TrainingState.ParametersAt chosen(TrainingState state) {
    return rule.patience() > 0 && chosen != null ? chosen : state.result();
  }
}
