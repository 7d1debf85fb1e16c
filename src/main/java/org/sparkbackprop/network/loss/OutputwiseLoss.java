package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.LaneSum;

/**
 * A loss that compares each output with a target of its own: J = Σ_i w_i Σ_k loss(a_ik, t_ik) over
 * samples i and outputs k.
 */
abstract class OutputwiseLoss implements Loss {

  /** Samples that are taken at a time, so that all steps find them in the cache. */
  private static final int MAX_SAMPLES = 1024;

  private final double[] targetsOfOutput = new double[MAX_SAMPLES];
  private final double[] losses = new double[MAX_SAMPLES];
  private long notCounted;

  /**
   * a ← ∂loss/∂a and losses ← loss for some samples of one output.
   *
   * @param a scores of the output, from an index on
   * @param t the target of each sample; not modified
   */
  abstract void derive(double[] a, int from, double[] t, double[] losses, int samples, int output);

  /** t ← the targets of an output for some samples. */
  void gather(Targets targets, int from, int samples, int output, double[] t) {
    NumericTargets numbers = NumericTargets.of(targets);
    double[] values = numbers.values();
    int place = from * numbers.columns() + targetOf(output);
    for (int i = 0; i < samples; i++, place += numbers.columns()) {
      t[i] = values[place];
    }
  }

  /** On which side of its kinks, or of jumps of its second derivative, the loss of an output is. */
  int side(double score, double target) {
    return 0;
  }

  @Override
  public final void sides(DoubleMatrix scores, Targets targets, int[][] sides, int first) {
    double[] t = new double[MAX_SAMPLES];
    for (int from = 0; from < scores.rows(); from += MAX_SAMPLES) {
      int samples = Math.min(MAX_SAMPLES, scores.rows() - from);
      for (int k = 0; k < scores.columns(); k++) {
        gather(targets, from, samples, k, t);
        for (int i = 0; i < samples; i++) {
          sides[from + i][first + k] = side(scores.element(from + i, k), t[i]);
        }
      }
    }
  }

  /** The target that an output is compared with. */
  int targetOf(int output) {
    return output;
  }

  /** A ← w ∂loss/∂A. */
  @Override
  public double error(DoubleMatrix scores, Targets targets, double[] weights) {
    notCounted = -scores.rows();
    double cost = 0;
    double[] a = scores.array();
    for (int from = 0; from < scores.rows(); from += MAX_SAMPLES) {
      int samples = Math.min(MAX_SAMPLES, scores.rows() - from);
      for (int k = 0; k < scores.columns(); k++) {
        int place = scores.offset() + k * scores.rows() + from;
        gather(targets, from, samples, k, targetsOfOutput);
        derive(a, place, targetsOfOutput, losses, samples, k);
        cost += sumOfLosses(weights, from, samples);
        if (weights.length > 0) {
          for (int i = 0; i < samples; i++) {
            a[place + i] *= weights[from + i];
          }
        }
      }
    }
    return cost;
  }

  private double sumOfLosses(double[] weights, int from, int samples) {
    if (weights.length == 0) {
      return LaneSum.of(losses, 0, samples);
    }
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += weights[from + i] * losses[i];
    }
    return sum;
  }

  /** An error in a number is large or small, not right or wrong. */
  @Override
  public long correct() {
    return notCounted;
  }

  @Override
  public long correct(DoubleMatrix scores, Targets targets) {
    return -scores.rows();
  }

  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    return scores;
  }

  @Override
  public Score newScore(int outputs) {
    return new RegressionScore();
  }

  @Override
  public void addScore(DoubleMatrix scores, Targets targets, double[] weights, Score score) {
    ((RegressionScore) score).count(scores.rows());
    score.addCost(error(scores, targets, weights));
  }

  /**
   * Not for numbers: they have no temperature.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public void addCosts(
      DoubleMatrix scores,
      Targets targets,
      double[] weights,
      Temperatures temperatures,
      Score score) {
    throw new UnsupportedOperationException("scores of numbers have no temperature");
  }
}
