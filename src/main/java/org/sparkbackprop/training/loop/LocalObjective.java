package org.sparkbackprop.training.loop;

import java.util.List;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Loss;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;

/**
 * Cost, accuracy and gradient over batches in memory, on one or several threads, summed like the
 * distributed objective: batch by batch within a partition, then in a fixed tree over the
 * partitions.
 */
public final class LocalObjective implements Objective, AutoCloseable {

  private final List<List<Batch>> partitions;
  private final PartitionThreads<Backpropagation> threads;

  /** The objective in double precision, computed in the calling thread. */
  public LocalObjective(Network network, List<List<Batch>> partitions) {
    this(List.of(new Backpropagation(network, Precision.DOUBLE)), partitions);
  }

  /**
   * The objective over partitions of batches, at least one partition.
   *
   * @param workers one for each thread, at least one; all of the same network and precision
   */
  public LocalObjective(List<Backpropagation> workers, List<List<Batch>> partitions) {
    this.partitions = partitions;
    this.threads = new PartitionThreads<>(workers, partitions.size());
  }

  @Override
  public Evaluation evaluate(double[] at) {
    return evaluation(
        threads.sum((worker, p) -> worker.gradients(at, partitions.get(p).iterator())));
  }

  /** The evaluation from the sums over all samples; the gradient is shared, not copied. */
  public static Evaluation evaluation(Gradients sums) {
    double accuracy = Loss.accuracy(sums.correct(), sums.samples());
    return new Evaluation(sums.cost(), accuracy, sums.values());
  }

  /** Ends the threads, which are idle unless {@link #evaluate} was interrupted. */
  @Override
  public void close() {
    threads.close();
  }
}
