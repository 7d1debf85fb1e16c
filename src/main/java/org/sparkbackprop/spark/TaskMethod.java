package org.sparkbackprop.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.localsgd.LocalSgd;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.loop.EpochByEpoch.EpochWatch;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.PartitionThreads;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.minibatch.LocalSteps;
import org.sparkbackprop.training.minibatch.MiniBatchSgd;
import org.sparkbackprop.training.minibatch.MiniBatchSgdSettings;

/** How epochs are run inside a task. */
public sealed interface TaskMethod extends Serializable {

  /**
   * Runs epochs.
   *
   * @param workers with buffers
   * @param partitions all batches
   * @param threads that may work; no influence on results
   * @param epochs runs them by the runner it gets
   */
  <T> T run(
      List<Backpropagation> workers,
      List<List<Batch>> partitions,
      int threads,
      Function<EpochRunner, T> epochs);

  /** After this time a segment ends with its epoch. */
  Duration budget();

  /** Number of threads, each with buffers, of those that may work. */
  default int workers(int threads, int partitions) {
    return Math.min(threads, partitions);
  }

  /** One gradient over all samples an epoch. */
  record FullBatch(TrainerSettings settings) implements TaskMethod {

    @Override
    public <T> T run(
        List<Backpropagation> workers,
        List<List<Batch>> partitions,
        int threads,
        Function<EpochRunner, T> epochs) {
      try (LocalObjective objective = new LocalObjective(workers, partitions)) {
        return epochs.apply(new Trainer(objective, settings, EpochWatch.computing()));
      }
    }

    @Override
    public Duration budget() {
      return settings.budget();
    }
  }

  /** Mini-batch steps in every partition, and averages. */
  record Local(LocalSgdSettings settings) implements TaskMethod {

    @Override
    public <T> T run(
        List<Backpropagation> workers,
        List<List<Batch>> partitions,
        int threads,
        Function<EpochRunner, T> epochs) {
      List<LocalWorker> local =
          workers.stream().map(worker -> new LocalWorker(worker, settings)).toList();
      List<PartitionSamples> samples = partitions.stream().map(PartitionSamples::new).toList();
      try (PartitionThreads<LocalWorker> pool = new PartitionThreads<>(local, partitions.size())) {
        return epochs.apply(
            new LocalSgd(
                round -> pool.sum((worker, p) -> worker.run(round, p, samples.get(p))),
                settings,
                EpochWatch.computing()));
      }
    }

    @Override
    public Duration budget() {
      return settings.training().budget();
    }
  }

  /** Mini-batches over all partitions. */
  record MiniBatches(MiniBatchSgdSettings settings) implements TaskMethod {

    @Override
    public <T> T run(
        List<Backpropagation> workers,
        List<List<Batch>> partitions,
        int threads,
        Function<EpochRunner, T> epochs) {
      try (LocalSteps steps = new LocalSteps(workers.get(0), partitions, settings, threads)) {
        return epochs.apply(new MiniBatchSgd(steps, settings, EpochWatch.computing()));
      }
    }

    @Override
    public Duration budget() {
      return settings.training().budget();
    }

    /** All threads share the parameters of one. */
    @Override
    public int workers(int atMost, int partitions) {
      return 1;
    }
  }
}
