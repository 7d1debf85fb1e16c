package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * What training minimises, J = Σ w loss(a, t) over samples with scores a, target t and weight w,
 * and the predictions that belong to scores.
 *
 * <p>Scores A, (samples × outputs), are the output of the last layer; they are replaced in place.
 * Weights are finite numbers from 0 on; none if every sample counts once. A loss reuses its buffers
 * for the next block. Not thread-safe.
 */
public interface Loss {

  /**
   * The predictions, such as the probability of every class.
   *
   * @param scores A; modified
   * @return (samples × predictions), valid until the next call; it may be A
   */
  DoubleMatrix predict(DoubleMatrix scores);

  /**
   * A ← δ_L = ∂J/∂A, where the targets may be smoothed.
   *
   * @param targets of the kind that this loss needs; not modified
   * @param weights not modified
   * @return J over the block
   */
  double error(DoubleMatrix scores, Targets targets, double[] weights);

  /**
   * On which side of its kinks the loss is, for tests by difference quotients, which are no
   * derivatives across a kink.
   *
   * @param scores not modified
   * @param sides for each sample; those of its outputs are written, if the loss has kinks
   * @param first place to write to
   */
  default void sides(DoubleMatrix scores, Targets targets, int[][] sides, int first) {}

  /**
   * Number of samples of the latest {@link #error} that were predicted correctly; where no
   * prediction is right or wrong, minus the number of samples, so that sums stay below 0.
   */
  long correct();

  /** The same of a block; A is not modified. */
  long correct(DoubleMatrix scores, Targets targets);

  /**
   * The share of samples predicted correctly; NaN where no prediction is right or wrong.
   *
   * @param correct the sum over blocks
   */
  static double accuracy(long correct, long samples) {
    return correct < 0 ? Double.NaN : (double) correct / samples;
  }

  /** The score of no samples, for {@link #addScore}. */
  Score newScore(int outputs);

  /** Adds a block's cost at some temperatures to a score; A is not modified. */
  void addCosts(
      DoubleMatrix scores,
      Targets targets,
      double[] weights,
      Temperatures temperatures,
      Score score);

  /** Adds a block to a score, except its weight; A is modified. */
  void addScore(DoubleMatrix scores, Targets targets, double[] weights, Score score);
}
