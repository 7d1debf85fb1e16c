package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.localsgd.WorkerMean;

/** In every partition: mini-batch steps over its samples from the weights of the round. */
final class PartitionRound extends PartitionFunction<WorkerMean> {

  private static final long serialVersionUID = 1;

  private final Computation computation;
  private final LocalSgdSettings settings;
  private final Broadcast<Packed<Round>> round;

  PartitionRound(
      Computation computation, LocalSgdSettings settings, Broadcast<Packed<Round>> round) {
    this.computation = computation;
    this.settings = settings;
    this.round = round;
  }

  @Override
  WorkerMean of(int partition, Iterator<Batch> batches) {
    long begin = System.nanoTime();
    List<Batch> blocks = new ArrayList<>();
    batches.forEachRemaining(blocks::add);
    Backpropagation backpropagation = Workspaces.take(computation);
    WorkerMean result =
        new LocalWorker(backpropagation, settings)
            .run(round.value().value(), partition, new PartitionSamples(blocks));
    Workspaces.giveBack(backpropagation);
    result.outcome().computed(System.nanoTime() - begin);
    return result;
  }
}
