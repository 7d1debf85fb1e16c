package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.ArrayFunctions;

/**
 * Sigmoid with cross-entropy for several labels, each of which a sample has (t = 1) or has not (t =
 * 0): y = σ(a), loss = −t log y − (1 − t) log(1 − y), ∂loss/∂a = y − t (Bishop, Pattern Recognition
 * and Machine Learning, 2006, section 5.2).
 *
 * <p>loss = max(a, 0) − a t + log(1 + e^−|a|), so that nothing overflows and no logarithm of 0 is
 * taken. In training, t may be smoothed to (1 − ε) t + ε u, where u is the label's share of the
 * samples, or ½.
 */
class SigmoidCrossEntropy extends OutputwiseLoss {

  private final LabelSmoothing smoothing;
  private LabelSmoothing now;
  private long correct;

  /**
   * The loss.
   *
   * @param smoothing of the targets of {@link #error}
   */
  SigmoidCrossEntropy(LabelSmoothing smoothing) {
    this.smoothing = smoothing;
    this.now = smoothing;
  }

  @Override
  final void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    double ofOwn = 1 - now.share();
    double ofAll = now.share() * shareOf(output);
    for (int i = 0; i < samples; i++) {
      double score = a[from + i];
      double target = ofOwn * t[i] + ofAll;
      double rest = StrictMath.log1p(StrictMath.exp(-Math.abs(score)));
      losses[i] = Math.max(score, 0) - score * target + rest;
      t[i] = target;
    }
    ArrayFunctions.chosen().sigmoid(a, from, samples, 0);
    for (int i = 0; i < samples; i++) {
      a[from + i] -= t[i];
    }
  }

  private double shareOf(int output) {
    return smoothing.distribution().isEmpty()
        ? 0.5
        : smoothing.distribution().get(shareIndex(output));
  }

  /** Whose share an output's smoothed targets tend to. */
  int shareIndex(int output) {
    return output;
  }

  @Override
  public final double error(DoubleMatrix scores, Targets targets, double[] weights) {
    correct = correct(scores, targets);
    now = smoothing;
    return super.error(scores, targets, weights);
  }

  private double unsmoothed(DoubleMatrix scores, Targets targets, double[] weights) {
    now = LabelSmoothing.NONE;
    return super.error(scores, targets, weights);
  }

  @Override
  public final long correct() {
    return correct;
  }

  /** Number of samples that have every label whose probability is above ½, and no other. */
  @Override
  public long correct(DoubleMatrix scores, Targets targets) {
    NumericTargets numbers = NumericTargets.of(targets);
    double[] t = numbers.values();
    double[] a = scores.array();
    int labels = scores.columns();
    long right = 0;
    for (int i = 0; i < scores.rows(); i++) {
      boolean all = true;
      for (int k = 0; k < labels; k++) {
        all &= a[scores.offset() + k * scores.rows() + i] > 0 == t[i * labels + k] > 0.5;
      }
      right += all ? 1 : 0;
    }
    return right;
  }

  /** A ← the probability of each label. */
  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    ArrayFunctions.chosen()
        .sigmoid(scores.array(), scores.offset(), scores.rows() * scores.columns(), 0);
    return scores;
  }

  @Override
  public Score newScore(int outputs) {
    return new LabelScore();
  }

  /** Counts what is right and wrong in the scores of a block. */
  void count(DoubleMatrix scores, Targets targets, Score score) {
    ((LabelScore) score).count(scores.rows(), correct(scores, targets));
  }

  @Override
  public final void addScore(DoubleMatrix scores, Targets targets, double[] weights, Score score) {
    count(scores, targets, score);
    score.addCost(unsmoothed(scores, targets, weights));
  }

  @Override
  public final void addCosts(
      DoubleMatrix scores,
      Targets targets,
      double[] weights,
      Temperatures temperatures,
      Score score) {
    double[] costs = new double[temperatures.factors().length];
    DoubleMatrix scaled = DoubleMatrix.zeros(scores.rows(), scores.columns());
    for (int i = 0; i < costs.length; i++) {
      scaled.set(scores);
      scaled.multiply(temperatures.factors()[i]);
      costs[i] = unsmoothed(scaled, targets, weights);
    }
    score.addCostsAt(costs);
  }
}
