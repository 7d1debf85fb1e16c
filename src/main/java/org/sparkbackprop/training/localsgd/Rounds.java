package org.sparkbackprop.training.localsgd;

/** A way of running a round of local stochastic gradient descent on all partitions. */
public interface Rounds {

  /** The mean of what the workers of all partitions end with, in the order of the partitions. */
  WorkerMean run(Round round);
}
