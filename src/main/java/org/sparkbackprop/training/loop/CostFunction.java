package org.sparkbackprop.training.loop;

import java.io.Serializable;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientScale;

/**
 * What is minimised, made of the sums over the samples: their sum or mean, and the regularisation.
 *
 * @param scale sum or mean
 * @param samples number of training samples, a positive number
 * @param weight of all training samples together, a positive number: their number where none has a
 *     weight of its own
 * @param regularization is added to either
 */
public record CostFunction(
    GradientScale scale, long samples, double weight, Regularization regularization)
    implements Serializable {

  /** A cost that rises by less than this share of itself is the noise of mini-batches. */
  private static final double NOISE = 0.01;

  /**
   * What is minimised at some parameters.
   *
   * @param sums over the samples; their gradient is modified and shared
   */
  public Evaluation of(double[] parameters, Evaluation sums) {
    double divisor = scale.divisor(weight);
    double[] gradient = sums.gradient();
    if (divisor != 1) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= divisor; // once, by the true weight of all samples
      }
    }
    double cost = sums.cost() / divisor;
    if (regularization.l2() > 0) {
      regularization.addGradient(parameters, gradient, 1);
      cost += regularization.cost(parameters);
    }
    return new Evaluation(cost, sums.cost(), sums.accuracy(), gradient);
  }

  /**
   * What the gradient of a mini-batch's sum is multiplied by, so that over many of them it is on
   * average that of this function: for a mean, samples / weight / batch size.
   */
  public double factorOfBatch(int batchSize) {
    return scale == GradientScale.SUM ? 1 : samples / weight / batchSize;
  }

  /** The share of the regularization that belongs to a mini-batch. */
  public double shareOfBatch(int batchSize) {
    return scale == GradientScale.SUM ? (double) batchSize / samples : 1;
  }

  /** The cost a sample. */
  public double mean(double dataCost) {
    return dataCost / weight;
  }

  /** Whether a cost a sample has risen, by more than noise. */
  public static boolean rose(double first, double last) {
    return last > (1 + NOISE) * first;
  }
}
