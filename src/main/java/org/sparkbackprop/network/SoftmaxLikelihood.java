package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Softmax with negative log-likelihood: Y = softmax(A), J = −Σ T log Y, where A is (samples ×
 * classes) and T is 1 at each sample's class.
 *
 * <p>log Y = a − m − log Σ exp(a − m), with m the largest score of the sample, so that nothing
 * overflows and no logarithm of 0 is taken.
 */
final class SoftmaxLikelihood {

  private SoftmaxLikelihood() {}

  /** A ← Y, the probability of each class. */
  static void probabilities(DoubleMatrix scores) {
    for (int sample = 0; sample < scores.rows(); sample++) {
      normalise(scores, sample);
    }
  }

  /**
   * A ← Y − T, which is ∂J/∂A; adds the block's cost and number correct to the sums.
   *
   * @param labels the class of each sample; not modified
   */
  static void error(DoubleMatrix scores, int[] labels, Gradients sums) {
    double[] y = scores.array();
    int samples = scores.rows();
    double cost = 0;
    long correct = 0;
    for (int sample = 0; sample < samples; sample++) {
      int target = scores.offset() + labels[sample] * samples + sample;
      double targetScore = y[target];
      int predicted = mostProbable(scores, sample);
      double logOfSum = normalise(scores, sample);
      cost -= targetScore - logOfSum;
      correct += predicted == labels[sample] ? 1 : 0;
      y[target] -= 1;
    }
    sums.addOutcome(cost, correct, samples);
  }

  /** Adds the block's cost and confusion counts to the score; the scores become probabilities. */
  static void score(DoubleMatrix scores, int[] labels, Score score) {
    double[] a = scores.array();
    for (int sample = 0; sample < scores.rows(); sample++) {
      double targetScore = a[scores.offset() + labels[sample] * scores.rows() + sample];
      int predicted = mostProbable(scores, sample);
      score.add(normalise(scores, sample) - targetScore, labels[sample], predicted);
    }
  }

  /** The class with the largest score or probability; of equals, the first. */
  private static int mostProbable(DoubleMatrix scores, int sample) {
    double[] a = scores.array();
    int step = scores.rows();
    int first = scores.offset() + sample;
    int best = 0;
    for (int k = 1; k < scores.columns(); k++) {
      if (a[first + k * step] > a[first + best * step]) {
        best = k;
      }
    }
    return best;
  }

  /** Replaces a sample's scores by probabilities; returns m + log Σ exp(a − m). */
  private static double normalise(DoubleMatrix scores, int sample) {
    double[] a = scores.array();
    int step = scores.rows();
    int first = scores.offset() + sample;
    int end = first + scores.columns() * step;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < end; i += step) {
      largest = Math.max(largest, a[i]);
    }
    double sum = 0;
    for (int i = first; i < end; i += step) {
      a[i] = Math.exp(a[i] - largest);
      sum += a[i];
    }
    for (int i = first; i < end; i += step) {
      a[i] /= sum;
    }
    return largest + Math.log(sum);
  }
}
