package org.sparkbackprop.training.localsgd;

import java.util.List;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.loop.PartitionThreads;

/** Rounds over partitions in memory, on several threads; the bits do not depend on how many. */
public final class ParallelRounds implements AutoCloseable {

  private final List<PartitionSamples> partitions;
  private final PartitionThreads<LocalWorker> threads;

  /**
   * Rounds over partitions of batches, at least one partition.
   *
   * @param workers one a thread, at least one; all of the same settings
   */
  public ParallelRounds(List<LocalWorker> workers, List<List<Batch>> partitions) {
    this.partitions = partitions.stream().map(PartitionSamples::new).toList();
    this.threads = new PartitionThreads<>(workers, partitions.size());
  }

  /** Runs a round: the mean of what the workers end with. */
  public WorkerMean run(Round round) {
    return threads.sum((worker, p) -> worker.run(round, p, partitions.get(p)));
  }

  /** Ends the threads; unless {@link #run} was interrupted, none of them works. */
  @Override
  public void close() {
    threads.close();
  }
}
