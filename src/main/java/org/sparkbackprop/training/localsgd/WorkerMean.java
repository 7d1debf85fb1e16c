package org.sparkbackprop.training.localsgd;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Sliceable;
import org.sparkbackprop.optim.OptimizerState;

/**
 * The mean of what some workers ended a round with, weighted by their samples: parameters, and the
 * optimiser's moments; with the sums of what their samples cost on the way.
 */
public final class WorkerMean implements Sliceable<WorkerMean> {

  private static final long serialVersionUID = 1;

  private final double[] parameters;
  private final OptimizerState optimizer;
  private final Gradients outcome;
  private long samples;

  /**
   * What one worker ended with.
   *
   * @param outcome cost and number correct of its samples, each at the parameters that it met
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

  /** Room for the slices of the mean of what workers end a round with, computed elsewhere. */
  public static WorkerMean room(Round round) {
    Map<String, double[]> vectors = new LinkedHashMap<>();
    round
        .optimizer()
        .vectors()
        .forEach((name, vector) -> vectors.put(name, new double[vector.length]));
    return new WorkerMean(
        new double[round.parameters().length], new OptimizerState(vectors), Gradients.room(0), 0);
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
      // 1 where this has none: b is then taken as it is
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

  /**
   * Vectors that are not as long as the parameters, the outcome and the count are in every slice.
   */
  @Override
  public WorkerMean slice(int slice, int slices) {
    Map<String, double[]> vectors = new LinkedHashMap<>();
    optimizer
        .vectors()
        .forEach(
            (name, vector) ->
                vectors.put(
                    name,
                    isLong(vector) ? Sliceable.slice(vector, slice, slices) : vector.clone()));
    return new WorkerMean(
        Sliceable.slice(parameters, slice, slices),
        new OptimizerState(vectors),
        outcome.slice(slice, slices),
        samples);
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
