package org.sparkbackprop.network;

import java.util.Arrays;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.ElementaryFunctions;

/**
 * Softmax with negative log-likelihood: Y = softmax(A), J = −Σ T log Y, where A is (samples ×
 * classes) and T is 1 at each sample's class.
 *
 * <p>log Y = a − m − log Σ exp(a − m), with m the largest score of the sample, so that nothing
 * overflows and no logarithm of 0 is taken. Samples are taken a few hundred at a time, class by
 * class, so that every inner loop runs over neighbours that are in the cache. Not for use by two
 * threads at once.
 */
final class SoftmaxLikelihood {

  private static final int MOST_SAMPLES = 256;

  /**
   * Of so many samples the sums are multiplied before one logarithm is taken: each lies between 1
   * and the number of classes, so that the product does not overflow.
   */
  private static final int SUMS_A_LOGARITHM = 16;

  private final double[] largest = new double[MOST_SAMPLES];
  private final double[] sum = new double[MOST_SAMPLES];

  /** A ← Y, the probability of each class. */
  void probabilities(DoubleMatrix scores) {
    for (int from = 0; from < scores.rows(); from += MOST_SAMPLES) {
      int samples = Math.min(MOST_SAMPLES, scores.rows() - from);
      findLargest(scores, from, samples);
      normalise(scores, from, samples);
    }
  }

  /**
   * A ← Y − T, which is ∂J/∂A; adds the block's cost and number correct to the sums.
   *
   * @param labels the class of each sample; not modified
   */
  void error(DoubleMatrix scores, int[] labels, Gradients sums) {
    double[] a = scores.array();
    double cost = 0;
    long correct = 0;
    for (int from = 0; from < scores.rows(); from += MOST_SAMPLES) {
      int samples = Math.min(MOST_SAMPLES, scores.rows() - from);
      findLargest(scores, from, samples);
      for (int i = 0; i < samples; i++) {
        int label = labels[from + i];
        double targetScore = a[place(scores, from + i, label)];
        cost += largest[i] - targetScore;
        correct += isMostProbable(scores, from + i, label, largest[i]) ? 1 : 0;
      }
      normalise(scores, from, samples);
      cost += sumOfLogarithms(samples);
      for (int i = 0; i < samples; i++) {
        a[place(scores, from + i, labels[from + i])] -= 1;
      }
    }
    sums.addOutcome(cost, correct, scores.rows());
  }

  /** Adds the block's cost and confusion counts to the score; the scores become probabilities. */
  void score(DoubleMatrix scores, int[] labels, Score score) {
    double[] a = scores.array();
    for (int from = 0; from < scores.rows(); from += MOST_SAMPLES) {
      int samples = Math.min(MOST_SAMPLES, scores.rows() - from);
      findLargest(scores, from, samples);
      for (int i = 0; i < samples; i++) {
        double targetScore = a[place(scores, from + i, labels[from + i])];
        int predicted = mostProbable(scores, from + i, largest[i]);
        score.add(largest[i] - targetScore, labels[from + i], predicted);
      }
      normalise(scores, from, samples);
      score.addCost(sumOfLogarithms(samples));
    }
  }

  private void findLargest(DoubleMatrix scores, int from, int samples) {
    double[] a = scores.array();
    Arrays.fill(largest, 0, samples, Double.NEGATIVE_INFINITY);
    for (int k = 0; k < scores.columns(); k++) {
      int start = place(scores, from, k);
      for (int i = 0; i < samples; i++) {
        largest[i] = Math.max(largest[i], a[start + i]);
      }
    }
  }

  /** Replaces scores by probabilities, exp(a − m) / Σ exp(a − m), and keeps the sums. */
  private void normalise(DoubleMatrix scores, int from, int samples) {
    double[] a = scores.array();
    Arrays.fill(sum, 0, samples, 0);
    for (int k = 0; k < scores.columns(); k++) {
      int start = place(scores, from, k);
      for (int i = 0; i < samples; i++) {
        a[start + i] -= largest[i];
      }
      ElementaryFunctions.chosen().exp(a, start, samples, 0);
      for (int i = 0; i < samples; i++) {
        sum[i] += a[start + i];
      }
    }
    for (int k = 0; k < scores.columns(); k++) {
      int start = place(scores, from, k);
      for (int i = 0; i < samples; i++) {
        a[start + i] /= sum[i];
      }
    }
  }

  /** Σ log s = log Π s. */
  private double sumOfLogarithms(int samples) {
    double logarithms = 0;
    for (int from = 0; from < samples; from += SUMS_A_LOGARITHM) {
      double product = 1;
      for (int i = from; i < Math.min(samples, from + SUMS_A_LOGARITHM); i++) {
        product *= sum[i];
      }
      logarithms += Math.log(product);
    }
    return logarithms;
  }

  /** Whether a class is the one with the largest score; of equals, only the first is. */
  private static boolean isMostProbable(
      DoubleMatrix scores, int sample, int label, double largestScore) {
    return scores.array()[place(scores, sample, label)] == largestScore
        && mostProbable(scores, sample, largestScore) == label;
  }

  /** The class with the largest score; of equals, the first. */
  private static int mostProbable(DoubleMatrix scores, int sample, double largestScore) {
    double[] a = scores.array();
    for (int k = 0; k < scores.columns(); k++) {
      if (a[place(scores, sample, k)] == largestScore) {
        return k;
      }
    }
    return 0; // no score is a number
  }

  private static int place(DoubleMatrix scores, int sample, int label) {
    return scores.offset() + label * scores.rows() + sample;
  }
}
