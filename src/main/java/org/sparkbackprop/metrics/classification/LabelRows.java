package org.sparkbackprop.metrics.classification;

import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.ScoredRows;

/**
 * A block of rows, each of which may have several labels: what each row adds to the sums. It is
 * computed once, however many sums it is added to.
 */
public final class LabelRows implements ScoredRows {

  private final int size;
  final double[] thresholds;

  /**
   * For row i and label j at i × labels + j: 0 for a true negative, 1 for a false positive, 2 for a
   * false negative, 3 for a true positive.
   */
  final byte[] outcomes;

  /** −log of the probability of what occurred, in the same order. */
  final double[] logLosses;

  /** (y − p)², in the same order. */
  final double[] squares;

  /**
   * The rows of a block.
   *
   * @param thresholds one per label; a label is predicted if its probability is at least that
   * @param probabilities (rows × labels)
   * @param targets 1 if the row has the label and 0 if not, row by row
   * @throws IllegalArgumentException if the shapes differ, or a target is neither 0 nor 1
   * @throws DataException if a probability is not finite
   */
  public LabelRows(double[] thresholds, DoubleMatrix probabilities, double[] targets) {
    int labels = thresholds.length;
    this.thresholds = thresholds;
    size = probabilities.rows();
    if (probabilities.columns() != labels || targets.length != size * labels) {
      throw new IllegalArgumentException(
          "%s targets of %s labels have probabilities of shape %s × %s"
              .formatted(targets.length, labels, size, probabilities.columns()));
    }
    outcomes = new byte[targets.length];
    logLosses = new double[targets.length];
    squares = new double[targets.length];
    DoubleMatrix stored = (DoubleMatrix) probabilities.byColumns();
    for (int j = 0; j < labels; j++) {
      for (int i = 0; i < size; i++) {
        int at = i * labels + j;
        set(at, targets[at], stored.array()[stored.place(i, j)], thresholds[j]);
      }
    }
  }

  private void set(int at, double target, double probability, double threshold) {
    requireValid(target, probability);
    double error = target - probability;
    outcomes[at] = (byte) (2 * (int) target + (probability >= threshold ? 1 : 0));
    logLosses[at] = LogLoss.of(target == 1 ? probability : 1 - probability);
    squares[at] = error * error;
  }

  private static void requireValid(double target, double probability) {
    if (target != 0 && target != 1) {
      throw new IllegalArgumentException("the target of a label is " + target + ", not 0 or 1");
    }
    if (!Double.isFinite(probability)) {
      throw new DataException(
          "the probability of a label is not a finite number in a row, whose features are too large"
              + " for the model; correct them");
    }
  }

  @Override
  public int size() {
    return size;
  }
}
