package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Locale;

/**
 * Numbers of some rows, of which quantiles are wanted; each column has its own.
 *
 * @param values row by row, (rows × columns)
 * @param columns at least 1
 * @param weights of the rows; of no length if each counts once
 */
public record ValueBlock(double[] values, int columns, double[] weights) implements Serializable {

  /**
   * Numbers of rows.
   *
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public ValueBlock {
    ScoredBlock.rows(values.length, columns, weights.length);
  }

  /**
   * The absolute errors of predictions.
   *
   * @param predicted row by row, (rows × columns)
   * @param targets of the same shape
   * @param weights of the rows; of no length if each counts once
   * @throws IllegalArgumentException if the lengths do not fit
   */
  public static ValueBlock ofAbsoluteErrors(
      double[] predicted, double[] targets, int columns, double[] weights) {
    if (predicted.length != targets.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d predictions, but %d targets", predicted.length, targets.length));
    }
    double[] errors = new double[predicted.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(predicted[i] - targets[i]);
    }
    return new ValueBlock(errors, columns, weights);
  }

  /** The values with the other sign, all positives: in descending order they ascend. */
  public ScoredBlock descending() {
    double[] scores = new double[values.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -values[i];
    }
    return new ScoredBlock(scores, new boolean[0], columns, weights);
  }
}
