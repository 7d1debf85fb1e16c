package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.ElementaryFunctions;

/**
 * Softmax with negative log-likelihood: Y = softmax(A), J = −Σ T log Y, where A is (samples ×
 * classes) and T is 1 at each sample's class.
 *
 * <p>log Y = a − m − log Σ exp(a − m), with m the largest score of the sample, so that nothing
 * overflows and no logarithm of 0 is taken. Samples are taken some hundreds at a time, so that all
 * steps find their scores in the cache. Not for use by two threads at once.
 */
final class SoftmaxLikelihood {

  private static final int FEWEST_SAMPLES = 256;
  private static final int MOST_SAMPLES = 2048;

  /** So many scores lie in a core's cache; compiled loops want long columns all the same. */
  private static final int CACHED_SCORES = 1 << 15;

  /**
   * Of so many samples the sums are multiplied before one logarithm is taken: each lies between 1
   * and the number of classes, so that the product does not overflow.
   */
  private static final int SUMS_A_LOGARITHM = 16;

  private final double[] largest = new double[MOST_SAMPLES];
  private final double[] mostProbable = new double[MOST_SAMPLES];
  private final double[] sum = new double[MOST_SAMPLES];

  /** A ← Y, the probability of each class. */
  void probabilities(DoubleMatrix scores) {
    for (int from = 0; from < scores.rows(); from += atATime(scores)) {
      int samples = Math.min(atATime(scores), scores.rows() - from);
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
    double cost = 0;
    long correct = 0;
    for (int from = 0; from < scores.rows(); from += atATime(scores)) {
      int samples = Math.min(atATime(scores), scores.rows() - from);
      findLargest(scores, from, samples);
      correct += correct(labels, from, samples);
      cost += distanceFromLargest(scores, labels, from, samples);
      normalise(scores, from, samples);
      cost += sumOfLogarithms(samples);
      subtractTargets(scores, labels, from, samples);
    }
    sums.addOutcome(cost, correct, scores.rows());
  }

  /** Adds the block's cost and confusion counts to the score; the scores become probabilities. */
  void score(DoubleMatrix scores, int[] labels, Score score) {
    for (int from = 0; from < scores.rows(); from += atATime(scores)) {
      int samples = Math.min(atATime(scores), scores.rows() - from);
      findLargest(scores, from, samples);
      for (int i = 0; i < samples; i++) {
        score.count(labels[from + i], (int) mostProbable[i]);
      }
      score.addCost(distanceFromLargest(scores, labels, from, samples));
      normalise(scores, from, samples);
      score.addCost(sumOfLogarithms(samples));
    }
  }

  private static int atATime(DoubleMatrix scores) {
    return Math.max(FEWEST_SAMPLES, Math.min(MOST_SAMPLES, CACHED_SCORES / scores.columns()));
  }

  /** The largest score m of each sample, and its class: of equals, the first. */
  private void findLargest(DoubleMatrix scores, int from, int samples) {
    ElementaryFunctions.chosen()
        .largestOfRows(
            scores.array(),
            scores.offset() + from,
            scores.rows(),
            samples,
            scores.columns(),
            largest,
            mostProbable);
  }

  /** Σ (m − score of the target): the cost without its logarithms. */
  private double distanceFromLargest(DoubleMatrix scores, int[] labels, int from, int samples) {
    double[] a = scores.array();
    double[] m = largest;
    int first = scores.offset() + from;
    int step = scores.rows();
    double distance = 0;
    for (int i = 0; i < samples; i++) {
      distance += m[i] - a[first + labels[from + i] * step + i];
    }
    return distance;
  }

  private long correct(int[] labels, int from, int samples) {
    double[] k = mostProbable;
    int correct = 0;
    for (int i = 0; i < samples; i++) {
      correct += (int) k[i] == labels[from + i] ? 1 : 0;
    }
    return correct;
  }

  /** Replaces scores by probabilities, exp(a − m) / Σ exp(a − m), and keeps the sums. */
  private void normalise(DoubleMatrix scores, int from, int samples) {
    ElementaryFunctions.chosen()
        .softmaxOfRows(
            scores.array(),
            scores.offset() + from,
            scores.rows(),
            samples,
            scores.columns(),
            largest,
            sum);
  }

  private static void subtractTargets(DoubleMatrix y, int[] labels, int from, int samples) {
    double[] a = y.array();
    int first = y.offset() + from;
    int step = y.rows();
    for (int i = 0; i < samples; i++) {
      a[first + labels[from + i] * step + i] -= 1;
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
}
