package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.localsgd.WorkerMean;
import org.sparkbackprop.training.loop.TimeParts;

/** Rounds of local stochastic gradient descent: one Spark job a round. */
public final class SparkRounds {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Batch> batches;
  private final KernelWatch watch;
  private final LocalSgdSettings settings;
  private final JobTimes times;

  /** Rounds over batches, which should be cached and stored row by row. */
  public SparkRounds(
      JavaSparkContext spark,
      Computation computation,
      JavaRDD<Batch> batches,
      KernelWatch watch,
      LocalSgdSettings settings) {
    this.spark = spark;
    this.computation = computation;
    this.batches = batches;
    this.watch = watch;
    this.settings = settings.forWorkers();
    this.times = new JobTimes(spark.sc(), batches.getNumPartitions());
  }

  /** Where the time of all rounds so far has gone. */
  public TimeParts spent() {
    return times.spent();
  }

  /** Runs a round: the mean of what the workers end with. */
  public WorkerMean run(Round round) {
    long begin = System.nanoTime();
    Broadcast<Packed<Round>> broadcast = spark.broadcast(new Packed<>(round));
    try {
      WorkerMean mean =
          TreeSum.over(
              batches,
              new OfPartition(computation, settings, broadcast),
              new TreeSum.Form<>(WorkerMean.class, numbers(round), () -> WorkerMean.room(round)),
              times);
      times.jobIsDone(begin, mean.outcome());
      watch.saw(mean.outcome().kernels());
      return mean;
    } finally {
      broadcast.destroy();
    }
  }

  /** How many a worker ends with: its parameters, and what its optimiser remembers. */
  private static long numbers(Round round) {
    return round.parameters().length + round.optimizer().numberCount();
  }

  /** In every partition: mini-batch steps over its samples from the parameters of the round. */
  private record OfPartition(
      Computation computation, LocalSgdSettings settings, Broadcast<Packed<Round>> round)
      implements PartitionFunction<Batch, WorkerMean> {

    @Override
    public WorkerMean of(int partition, Iterator<Batch> batches) {
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
}
