package org.sparkbackprop.training.loop;

import java.time.Duration;

/**
 * What ends a training before all its epochs are done.
 *
 * @param targets that are good enough
 * @param patience so many records without improvement of the validation part are too many; then,
 *     and at the end of all epochs, the best parameters are taken; 0: no such rule
 * @param measure by which the validation part improves
 * @param leastImprovement by which it has to be better than the best before
 * @param time of training, validation not counted
 */
public record Stopping(
    StoppingTargets targets,
    long patience,
    Measure measure,
    double leastImprovement,
    Duration time) {

  /** No rule takes longer than this. */
  public static final Duration NO_LIMIT = Duration.ofDays(36_500);

  /** What of the validation part is looked at. */
  public enum Measure {
    /** Its cost a sample. */
    COST,
    /** Its share of samples classified correctly. */
    ACCURACY
  }

  /** All epochs are done, whatever happens. */
  public static Stopping never() {
    return new Stopping(StoppingTargets.none(), 0, Measure.COST, 0, NO_LIMIT);
  }

  /** What is looked at, as a number that is better the higher it is. */
  double merit(EpochRecord.Validation validation) {
    return measure == Measure.COST ? -validation.meanCost() : validation.accuracy();
  }
}
