package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * What training minimises, J = Σ w loss(a, t) over samples of scores a, targets t and weights w,
 * and what it makes of scores.
 *
 * <p>Scores are A, (samples × outputs), what the last layer gives; they are replaced in place.
 * Weights are finite numbers from 0 on, or none where every sample counts once. A loss has buffers
 * that are used again by the next block: not for use by two threads at once.
 */
public interface Loss {

  /** A ← the predictions that belong to the scores, such as the probability of every class. */
  void predict(DoubleMatrix scores);

  /**
   * A ← δ_L = ∂J/∂A.
   *
   * @param targets of the kind that this loss is made for; not modified
   * @param weights not modified
   * @return J over the block
   */
  double error(DoubleMatrix scores, Targets targets, double[] weights);

  /** How many samples of the latest {@link #error} were predicted correctly. */
  long correct();

  /** The score of no samples, of the kind that {@link #addScore} adds to. */
  Score newScore(int outputs);

  /** Adds what the block's predictions are worth, without its weight; A is modified. */
  void addScore(DoubleMatrix scores, Targets targets, double[] weights, Score score);
}
