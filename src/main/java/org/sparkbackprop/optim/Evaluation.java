package org.sparkbackprop.optim;

import java.io.Serializable;

/**
 * The value of an objective at one point.
 *
 * @param cost the value to minimise
 * @param dataCost the cost of the samples alone, summed over them
 * @param accuracy share of samples classified correctly, 0 to 1; NaN if nothing is classified
 * @param gradient ∂cost/∂parameters, in the order of the parameters
 */
public record Evaluation(double cost, double dataCost, double accuracy, double[] gradient)
    implements Serializable {

  /** The value of an objective that is only a sum over samples. */
  public Evaluation(double cost, double accuracy, double[] gradient) {
    this(cost, cost, accuracy, gradient);
  }

  /** Whether the cost and every component of the gradient are finite. */
  public boolean isFinite() {
    return Double.isFinite(cost) && allFinite(gradient);
  }

  /** The Euclidean length of the gradient. */
  public double gradientNorm() {
    return DotProduct.norm(gradient);
  }

  /** Whether every number is finite. */
  public static boolean allFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
