package org.sparkbackprop.training;

import java.io.Serializable;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Summable;
import org.sparkbackprop.optim.OptimizerState;

/**
 * The mean of what some workers ended a round with, weighted by their samples: weights, and the
 * optimiser's moments; with the sums of what their samples cost on the way.
 */
public final class WorkerMean implements Summable<WorkerMean>, Serializable {

  private static final long serialVersionUID = 1;

  private final double[] weights;
  private final OptimizerState optimizer;
  private final Gradients outcome;
  private long samples;

  /**
   * What one worker ended with.
   *
   * @param outcome cost and number correct of its samples, each at the weights that it met
   */
  WorkerMean(double[] weights, OptimizerState optimizer, Gradients outcome) {
    this.weights = weights;
    this.optimizer = optimizer;
    this.outcome = outcome;
    this.samples = outcome.samples();
  }

  /** Flat; shared, not copied. */
  public double[] weights() {
    return weights;
  }

  /** Shared, not copied. */
  public OptimizerState optimizer() {
    return optimizer;
  }

  /** Cost and number correct, summed; without a gradient. */
  public Gradients outcome() {
    return outcome;
  }

  @Override
  public WorkerMean add(WorkerMean other) {
    outcome.add(other.outcome);
    samples += other.samples;
    if (other.samples > 0) {
      // 1 where this has none: b is then taken as it is
      double share = (double) other.samples / samples;
      moveTowards(weights, other.weights, share);
      optimizer
          .vectors()
          .forEach(
              (name, vector) -> moveTowards(vector, other.optimizer.vectors().get(name), share));
    }
    return this;
  }

  /** a ← a + share (b − a): one worker alone is its own mean to the bit. */
  private static void moveTowards(double[] a, double[] b, double share) {
    if (share == 1) {
      System.arraycopy(b, 0, a, 0, a.length);
      return;
    }
    for (int i = 0; i < a.length; i++) {
      a[i] += share * (b[i] - a[i]);
    }
  }
}
