package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.ArrayFunctions;
import org.sparkbackprop.linalg.math.LaneSum;

/**
 * Softmax with cross-entropy, the negative log-likelihood: Y = softmax(A), J = −Σ w T log Y, where
 * A is (samples × classes), T is 1 at each sample's class, and w is each sample's weight, 1 if it
 * has none. In training, T may be smoothed to (1 − ε) T + ε u as in {@link LabelSmoothing}; then J
 * = Σ w ((1 − ε) (m − a) + Σ_k ε u_k (m − a_k) + log Σ_k exp(a_k − m)).
 *
 * <p>log Y = a − m − log Σ exp(a − m), with m the largest score of the sample, so that nothing
 * overflows and no logarithm of 0 is taken. Hundreds of samples are taken at a time, so that all
 * steps find their scores in the cache.
 */
final class SoftmaxCrossEntropy implements Loss {

  private static final int FEWEST_SAMPLES = 256;
  private static final int MAX_SAMPLES = 2048;

  /** Scores that fit into a core's cache; compiled loops still need long columns. */
  private static final int CACHED_SCORES = 1 << 15;

  /** Products below 2 to this power do not overflow. */
  private static final double LARGEST_EXPONENT = 1000;

  private final LabelSmoothing smoothing;

  /** ε u_k of each class. */
  private double[] ofEach = {};

  private double[] largest = {};
  private double[] mostProbable = {};
  private double[] sum = {};
  private double[] distance = {};

  /** Index in the array of each sample's own class. */
  private int[] place = {};

  private long correct;

  /**
   * With new buffers.
   *
   * @param smoothing of the targets of {@link #error}
   */
  SoftmaxCrossEntropy(LabelSmoothing smoothing) {
    this.smoothing = smoothing;
  }

  /** A ← Y, the probability of each class. */
  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    int max = atATime(scores);
    for (int from = 0; from < scores.rows(); from += max) {
      int samples = Math.min(max, scores.rows() - from);
      findLargest(scores, from, samples);
      normalise(scores, from, samples);
    }
    return scores;
  }

  /** A ← w (Y − T). */
  @Override
  public double error(DoubleMatrix scores, Targets targets, double[] weights) {
    int[] labels = ClassLabels.of(targets);
    double cost = 0;
    correct = 0;
    if (ofEach.length != scores.columns()) {
      ofEach = smoothing.ofEach(scores.columns());
    }
    int max = atATime(scores);
    for (int from = 0; from < scores.rows(); from += max) {
      int samples = Math.min(max, scores.rows() - from);
      findLargest(scores, from, samples);
      correct += compareWithLabels(scores, labels, from, samples);
      if (smoothing.share() > 0) {
        smoothDistances(scores, from, samples);
      }
      cost += sumOfDistances(weights, from, samples);
      normalise(scores, from, samples);
      cost += sumOfLogarithms(weights, from, samples, scores.columns());
      subtractTargets(scores, from, samples);
      if (weights.length > 0) {
        multiplyByWeights(scores, weights, from, samples);
      }
    }
    return cost;
  }

  @Override
  public long correct() {
    return correct;
  }

  @Override
  public long correct(DoubleMatrix scores, Targets targets) {
    int[] labels = ClassLabels.of(targets);
    long right = 0;
    int max = atATime(scores);
    for (int from = 0; from < scores.rows(); from += max) {
      int samples = Math.min(max, scores.rows() - from);
      findLargest(scores, from, samples);
      right += compareWithLabels(scores, labels, from, samples);
    }
    return right;
  }

  @Override
  public Score newScore(int outputs) {
    return new ClassificationScore(outputs);
  }

  @Override
  public void addScore(DoubleMatrix scores, Targets targets, double[] weights, Score score) {
    ClassificationScore counts = (ClassificationScore) score;
    int[] labels = ClassLabels.of(targets);
    int max = atATime(scores);
    for (int from = 0; from < scores.rows(); from += max) {
      int samples = Math.min(max, scores.rows() - from);
      findLargest(scores, from, samples);
      for (int i = 0; i < samples; i++) {
        counts.count(labels[from + i], (int) mostProbable[i]);
      }
      compareWithLabels(scores, labels, from, samples);
      score.addCost(sumOfDistances(weights, from, samples));
      normalise(scores, from, samples);
      score.addCost(sumOfLogarithms(weights, from, samples, scores.columns()));
    }
  }

  @Override
  public void addCosts(
      DoubleMatrix scores,
      Targets targets,
      double[] weights,
      Temperatures temperatures,
      Score score) {
    int[] labels = ClassLabels.of(targets);
    double[] costs = new double[temperatures.factors().length];
    DoubleMatrix scaled = DoubleMatrix.zeros(scores.rows(), scores.columns());
    int max = atATime(scores);
    for (int i = 0; i < costs.length; i++) {
      scaled.set(scores);
      scaled.multiply(temperatures.factors()[i]);
      for (int from = 0; from < scores.rows(); from += max) {
        int samples = Math.min(max, scores.rows() - from);
        findLargest(scaled, from, samples);
        compareWithLabels(scaled, labels, from, samples);
        costs[i] += sumOfDistances(weights, from, samples);
        normalise(scaled, from, samples);
        costs[i] += sumOfLogarithms(weights, from, samples, scores.columns());
      }
    }
    score.addCostsAt(costs);
  }

  /** Number of samples taken at a time; makes buffers for them. */
  private int atATime(DoubleMatrix scores) {
    int max = Math.max(FEWEST_SAMPLES, Math.min(MAX_SAMPLES, CACHED_SCORES / scores.columns()));
    int samples = Math.min(max, scores.rows());
    if (largest.length < samples) {
      largest = new double[samples];
      mostProbable = new double[samples];
      sum = new double[samples];
      distance = new double[samples];
      place = new int[samples];
    }
    return samples;
  }

  /** The largest score m of each sample, and its class; among equals, the first. */
  private void findLargest(DoubleMatrix scores, int from, int samples) {
    ArrayFunctions.chosen()
        .largestOfRows(
            scores.array(),
            scores.offset() + from,
            scores.rows(),
            samples,
            scores.columns(),
            largest,
            mostProbable);
  }

  /**
   * The distance of the score of each sample's own class from its largest, m − a, which together
   * with log Σ exp(a − m) makes the cost.
   *
   * @return number of samples whose own class is the most probable one
   */
  private int compareWithLabels(DoubleMatrix scores, int[] labels, int from, int samples) {
    double[] a = scores.array();
    double[] m = largest;
    double[] k = mostProbable;
    double[] d = distance;
    int[] at = place;
    int first = scores.offset() + from;
    int step = scores.rows();
    int correct = 0;
    for (int i = 0; i < samples; i++) {
      int label = labels[from + i];
      int own = first + label * step + i;
      at[i] = own;
      d[i] = m[i] - a[own];
      correct += (int) k[i] == label ? 1 : 0;
    }
    return correct;
  }

  /** Replaces scores by probabilities, exp(a − m) / Σ exp(a − m), and keeps the sums. */
  private void normalise(DoubleMatrix scores, int from, int samples) {
    ArrayFunctions.chosen()
        .softmaxOfRows(
            scores.array(),
            scores.offset() + from,
            scores.rows(),
            samples,
            scores.columns(),
            largest,
            sum);
  }

  /** Distances ← (1 − ε) (m − a) + Σ_k ε u_k (m − a_k). */
  private void smoothDistances(DoubleMatrix scores, int from, int samples) {
    double[] a = scores.array();
    double[] m = largest;
    double[] d = distance;
    double ofOwn = 1 - smoothing.share();
    for (int i = 0; i < samples; i++) {
      d[i] *= ofOwn;
    }
    for (int k = 0; k < scores.columns(); k++) {
      int column = scores.offset() + k * scores.rows() + from;
      double share = ofEach[k];
      for (int i = 0; i < samples; i++) {
        d[i] += share * (m[i] - a[column + i]);
      }
    }
  }

  private void subtractTargets(DoubleMatrix y, int from, int samples) {
    double[] a = y.array();
    int[] at = place;
    double ofOwn = 1 - smoothing.share();
    for (int i = 0; i < samples; i++) {
      a[at[i]] -= ofOwn;
    }
    if (smoothing.share() > 0) {
      subtractFromEach(y, from, samples);
    }
  }

  private void subtractFromEach(DoubleMatrix y, int from, int samples) {
    double[] a = y.array();
    for (int k = 0; k < y.columns(); k++) {
      int column = y.offset() + k * y.rows() + from;
      double share = ofEach[k];
      for (int i = 0; i < samples; i++) {
        a[column + i] -= share;
      }
    }
  }

  /** ∂J/∂A of each sample is proportional to its weight. */
  private static void multiplyByWeights(
      DoubleMatrix error, double[] weights, int from, int samples) {
    double[] a = error.array();
    for (int k = 0; k < error.columns(); k++) {
      int column = error.offset() + k * error.rows() + from;
      for (int i = 0; i < samples; i++) {
        a[column + i] *= weights[from + i];
      }
    }
  }

  /** Σ w (m − a), the first part of the cost. */
  private double sumOfDistances(double[] weights, int from, int samples) {
    if (weights.length == 0) {
      return LaneSum.of(distance, 0, samples);
    }
    double distances = 0;
    for (int i = 0; i < samples; i++) {
      distances += weights[from + i] * distance[i];
    }
    return distances;
  }

  /** Σ w log Σ exp(a − m), the second part of the cost. */
  private double sumOfLogarithms(double[] weights, int from, int samples, int classes) {
    if (weights.length == 0) {
      return sumOfLogarithms(samples, classes);
    }
    double logarithms = 0;
    for (int i = 0; i < samples; i++) {
      logarithms += weights[from + i] * Math.log(sum[i]);
    }
    return logarithms;
  }

  /**
   * Σ log s = log Π s: each s is between 1 and the number of classes, so that many of them are
   * multiplied before the logarithm is taken, the upper half times the lower one.
   */
  private double sumOfLogarithms(int samples, int classes) {
    double exponent = Math.log(classes) / Math.log(2);
    int left = samples;
    while (left > 1 && 2 * exponent < LARGEST_EXPONENT) {
      int kept = (left + 1) / 2;
      multiplyUpperHalf(kept, left - kept);
      left = kept;
      exponent *= 2;
    }
    double logarithms = 0;
    for (int i = 0; i < left; i++) {
      logarithms += Math.log(sum[i]);
    }
    return logarithms;
  }

  private void multiplyUpperHalf(int kept, int upper) {
    double[] s = sum;
    for (int i = 0; i < upper; i++) {
      s[i] *= s[kept + i];
    }
  }
}
