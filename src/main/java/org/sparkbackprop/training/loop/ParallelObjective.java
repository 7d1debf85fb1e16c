package org.sparkbackprop.training.loop;

import java.util.List;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;

/** What {@link LocalObjective} computes, with the same bits, on several threads. */
public final class ParallelObjective implements Objective, AutoCloseable {

  private final List<List<Batch>> partitions;
  private final PartitionThreads<Backpropagation> threads;

  /**
   * The objective over partitions of batches, at least one partition.
   *
   * @param workers one a thread, at least one; all of the same network and precision
   */
  public ParallelObjective(List<Backpropagation> workers, List<List<Batch>> partitions) {
    this.partitions = partitions;
    this.threads = new PartitionThreads<>(workers, partitions.size());
  }

  @Override
  public Evaluation evaluate(double[] at) {
    return LocalObjective.evaluation(
        threads.sum((worker, p) -> worker.gradients(at, partitions.get(p).iterator())));
  }

  /** Ends the threads; unless {@link #evaluate} was interrupted, none of them works. */
  @Override
  public void close() {
    threads.close();
  }
}
