package org.sparkbackprop.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.localsgd.LocalSgd;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.ParallelRounds;
import org.sparkbackprop.training.loop.EpochWatch;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.Segment;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;

/** How epochs are run inside a task. */
public sealed interface TaskMethod extends Serializable {

  /**
   * Runs epochs.
   *
   * @param workers one a thread
   * @param partitions all batches
   * @param until number of epochs that must not be passed
   * @param time after which it stops at the end of the epoch that it is in
   */
  Segment run(
      List<Backpropagation> workers,
      List<List<Batch>> partitions,
      TrainingState from,
      long until,
      Duration time);

  /** One gradient over all samples an epoch. */
  record FullBatch(TrainerSettings settings) implements TaskMethod {

    @Override
    public Segment run(
        List<Backpropagation> workers,
        List<List<Batch>> partitions,
        TrainingState from,
        long until,
        Duration time) {
      try (LocalObjective objective = new LocalObjective(workers, partitions)) {
        return new Trainer(objective, settings, EpochWatch.computing()).run(from, until, time);
      }
    }
  }

  /** Mini-batch steps in every partition, and averages. */
  record Local(LocalSgdSettings settings) implements TaskMethod {

    @Override
    public Segment run(
        List<Backpropagation> workers,
        List<List<Batch>> partitions,
        TrainingState from,
        long until,
        Duration time) {
      List<LocalWorker> local =
          workers.stream().map(worker -> new LocalWorker(worker, settings)).toList();
      try (ParallelRounds rounds = new ParallelRounds(local, partitions)) {
        return new LocalSgd(rounds::run, settings, EpochWatch.computing()).run(from, until, time);
      }
    }
  }
}
