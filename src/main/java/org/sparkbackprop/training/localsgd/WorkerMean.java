package org.sparkbackprop.training.localsgd;

import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Sliceable;
import org.sparkbackprop.optim.OptimizerState;

/**
 * The mean of the parameters and the optimiser's moments of some workers at the end of a round,
 * weighted by their numbers of samples, with the sums of their samples' costs on the way.
 */
public final class WorkerMean implements Sliceable<WorkerMean> {

  private static final long serialVersionUID = 1;

  private final double[] parameters;
  private final OptimizerState optimizer;
  private final Gradients outcome;
  private long samples;

  /**
   * The result of one worker.
   *
   * @param outcome cost and number correct of its samples, each with the parameters at its batch
   */
  WorkerMean(double[] parameters, OptimizerState optimizer, Gradients outcome) {
    this(parameters, optimizer, outcome, outcome.samples());
  }

  private WorkerMean(
      double[] parameters, OptimizerState optimizer, Gradients outcome, long samples) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.outcome = outcome;
    this.samples = samples;
  }

  /** Room for slices of a mean that was computed elsewhere. */
  public static WorkerMean room(Round round) {
    OptimizerState zeros = round.optimizer().mapped(vector -> new double[vector.length]);
    return new WorkerMean(new double[round.parameters().length], zeros, Gradients.room(0), 0);
  }

  /** Flat; shared, not copied. */
  public double[] parameters() {
    return parameters;
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
      // 1 if this has none: b is then copied
      double share = (double) other.samples / samples;
      moveTowards(parameters, other.parameters, share);
      optimizer
          .vectors()
          .forEach(
              (name, vector) -> moveTowards(vector, other.optimizer.vectors().get(name), share));
    }
    return this;
  }

  @Override
  public void added(long nanos) {
    outcome.added(nanos);
  }

  /** a ← a + share (b − a), so that a single worker is its own mean to the bit. */
  private static void moveTowards(double[] a, double[] b, double share) {
    if (share == 1) {
      System.arraycopy(b, 0, a, 0, a.length);
      return;
    }
    for (int i = 0; i < a.length; i++) {
      a[i] += share * (b[i] - a[i]);
    }
  }

  /**
   * Vectors that are not as long as the parameters, the outcome and the count are in every slice.
   */
  @Override
  public WorkerMean slice(int slice, int slices) {
    OptimizerState part =
        optimizer.mapped(
            vector -> isLong(vector) ? Sliceable.slice(vector, slice, slices) : vector.clone());
    return new WorkerMean(
        Sliceable.slice(parameters, slice, slices), part, outcome.slice(slice, slices), samples);
  }

  @Override
  public void put(WorkerMean part, int slice, int slices) {
    int from = Sliceable.begin(parameters.length, slice, slices);
    System.arraycopy(part.parameters, 0, parameters, from, part.parameters.length);
    optimizer
        .vectors()
        .forEach(
            (name, vector) -> {
              double[] sliced = part.optimizer.vectors().get(name);
              System.arraycopy(sliced, 0, vector, isLong(vector) ? from : 0, sliced.length);
            });
    outcome.put(part.outcome, slice, slices);
    if (slice == 0) {
      samples += part.samples;
    }
  }

  private boolean isLong(double[] vector) {
    return vector.length == parameters.length;
  }
}
