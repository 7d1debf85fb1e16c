package org.sparkbackprop.score;

import java.util.Optional;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.metrics.PredictionCheck;

/**
 * What two models, or one, are worth over the same rows, of which there is at least one.
 *
 * @param check of the predictions
 * @param classes which classes they choose; empty if something else is predicted
 * @param metrics empty if the challenger's predictions are not all finite
 */
public record ContestResult(
    PredictionCheck check, Optional<PairedScore> classes, Optional<PairedMetrics> metrics) {

  /** Number of rows. */
  public long rows() {
    return check.rows();
  }
}
