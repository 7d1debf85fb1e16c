package org.sparkbackprop.metrics.regression;

import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.ScoredRows;

/**
 * A block of rows with predicted numbers and targets: what each row adds to the sums. It is
 * computed once, however many sums it is added to. All arrays hold row by row one number per
 * output.
 */
public final class RegressionRows implements ScoredRows {

  /** 2⁻⁵²: smaller targets count as this in a percentage. */
  private static final double EPSILON = Math.ulp(1.0);

  private final int size;
  final int outputs;
  final double[] quantiles;

  final double[] predicted;
  final double[] targets;

  /** Target − predicted. */
  final double[] errors;

  /** 2 (t log(t / p) − t + p); 0 where it is undefined. */
  final double[] deviances;

  /** |t − p| / |t|. */
  final double[] percentages;

  /** Pinball losses; empty if there are no quantiles. */
  final double[] pinballs;

  /**
   * The rows of a block.
   *
   * @param predicted (rows × outputs), in the units of the targets
   * @param targets row by row
   * @param quantiles one per output, between 0 and 1; empty if none are predicted
   * @throws IllegalArgumentException if the shapes differ
   * @throws DataException if a number is not finite
   */
  public RegressionRows(DoubleMatrix predicted, double[] targets, double[] quantiles) {
    outputs = predicted.columns();
    size = predicted.rows();
    this.quantiles = quantiles;
    if (targets.length != size * outputs
        || (quantiles.length != 0 && quantiles.length != outputs)) {
      throw new IllegalArgumentException(
          "predictions of shape %s × %s have %s targets and %s quantiles"
              .formatted(size, outputs, targets.length, quantiles.length));
    }
    this.predicted = new double[targets.length];
    this.targets = targets;
    errors = new double[targets.length];
    deviances = new double[targets.length];
    percentages = new double[targets.length];
    pinballs = new double[quantiles.length == 0 ? 0 : targets.length];
    DoubleMatrix stored = (DoubleMatrix) predicted.byColumns();
    for (int j = 0; j < outputs; j++) {
      for (int i = 0; i < size; i++) {
        int at = i * outputs + j;
        set(at, targets[at], stored.array()[stored.place(i, j)]);
      }
    }
    for (int at = 0; at < pinballs.length; at++) {
      double quantile = quantiles[at % outputs];
      pinballs[at] = (errors[at] >= 0 ? quantile : quantile - 1) * errors[at];
    }
  }

  private void set(int at, double target, double prediction) {
    if (!Double.isFinite(target) || !Double.isFinite(prediction)) {
      throw new DataException(
          "the target %s has the prediction %s, but both must be finite numbers: the features of the"
                  .formatted(target, prediction)
              + " row, or its target, are too large for the model; correct them");
    }
    predicted[at] = prediction;
    errors[at] = target - prediction;
    deviances[at] = deviance(target, prediction);
    percentages[at] = Math.abs(errors[at]) / Math.max(Math.abs(target), EPSILON);
  }

  private static double deviance(double target, double prediction) {
    if (target < 0 || prediction <= 0) {
      return 0;
    }
    double logarithm = target == 0 ? 0 : target * StrictMath.log(target / prediction);
    return 2 * (logarithm - target + prediction);
  }

  @Override
  public int size() {
    return size;
  }
}
