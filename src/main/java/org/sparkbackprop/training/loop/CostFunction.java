package org.sparkbackprop.training.loop;

import java.io.Serializable;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientScale;

/**
 * What training minimises: the sum or mean of the cost over the samples, plus the regularisation.
 *
 * @param scale sum or mean
 * @param samples number of training samples, a positive number
 * @param weight the total weight of the training samples, a positive number; their number if they
 *     have no weights
 * @param regularization added to the sum or mean
 */
public record CostFunction(
    GradientScale scale, long samples, double weight, Regularization regularization)
    implements Serializable {

  /** A rise of the cost by less than this share is the noise of mini-batches. */
  private static final double NOISE = 0.01;

  /**
   * The value at some parameters.
   *
   * @param sums over the samples; their gradient is modified and shared
   */
  public Evaluation of(double[] parameters, Evaluation sums) {
    double divisor = scale.divisor(weight);
    double[] gradient = sums.gradient();
    if (divisor != 1) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= divisor; // once, by the true total weight
      }
    }
    double cost = sums.cost() / divisor;
    if (regularization.l2() > 0) {
      regularization.addGradient(parameters, gradient);
      cost += regularization.cost(parameters);
    }
    return new Evaluation(cost, sums.cost(), sums.accuracy(), gradient);
  }

  /**
   * The factor by which the gradient of a mini-batch's sum is on average that of this function: for
   * a mean, samples / weight / batch size.
   */
  public double factorOfBatch(int batchSize) {
    return scale == GradientScale.SUM ? 1 : samples / weight / batchSize;
  }

  /** The share of the regularisation that belongs to a mini-batch. */
  public double shareOfBatch(int batchSize) {
    return scale == GradientScale.SUM ? (double) batchSize / samples : 1;
  }

  /** The mean cost of a sample. */
  public double mean(double dataCost) {
    return dataCost / weight;
  }

  /** Whether a mean cost has risen by more than noise. */
  public static boolean rose(double first, double last) {
    return last > (1 + NOISE) * first;
  }
}
