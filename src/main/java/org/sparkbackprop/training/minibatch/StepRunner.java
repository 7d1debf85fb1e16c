package org.sparkbackprop.training.minibatch;

import org.sparkbackprop.optim.OptimizerState;

/** A place where the steps of mini-batches are taken: threads of this JVM, or jobs of a cluster. */
public interface StepRunner {

  /**
   * Cost and number correct of the samples of an epoch, each with the parameters at its mini-batch.
   *
   * @param cost sum over the samples
   */
  record Outcome(double cost, long correct, long samples) {}

  /**
   * Continues from there.
   *
   * @param parameters flat; not modified
   * @param optimizer not modified
   */
  void begin(double[] parameters, OptimizerState optimizer);

  /** Takes the steps of an epoch. */
  Outcome run(long epoch);

  /** A copy of the parameters after the steps so far. */
  double[] parameters();

  /** A copy of the optimiser's state after the steps so far. */
  OptimizerState optimizer();
}
