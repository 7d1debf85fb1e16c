package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.localsgd.WorkerMean;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.minibatch.MiniBatchSgdSettings;
import org.sparkbackprop.training.minibatch.PartitionStep;

/**
 * Cost, accuracy and gradient over all partitions, or of a mini-batch, or a round of local SGD in
 * all of them: one Spark job each.
 */
public final class SparkObjective implements Objective {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Batch> batches;
  private final KernelWatch watch;
  private final JobTimes times;

  /**
   * The objective of a network.
   *
   * @param batches should be cached, and stored row by row for rounds of local SGD
   */
  public SparkObjective(
      JavaSparkContext spark, Computation computation, JavaRDD<Batch> batches, KernelWatch watch) {
    this.spark = spark;
    this.computation = computation;
    this.batches = batches;
    this.watch = watch;
    this.times = new JobTimes(spark.sc(), batches.getNumPartitions());
  }

  /** The network. */
  public Network network() {
    return computation.network();
  }

  /** Where the time of all jobs so far has gone. */
  public TimeParts spent() {
    return times.spent();
  }

  @Override
  public Evaluation evaluate(double[] at) {
    long begin = System.nanoTime();
    try (TaskParameters parameters = TaskParameters.of(spark, at)) {
      Gradients sums =
          TreeSum.over(
              batches,
              new GradientOfPartition(computation, parameters),
              new TreeSum.Form<>(Gradients.class, at.length, () -> Gradients.room(at.length)),
              times);
      jobIsDone(begin, sums);
      return LocalObjective.evaluation(sums);
    }
  }

  /** Runs a round of local SGD: the mean of what the workers of all partitions end with. */
  public WorkerMean round(LocalSgdSettings settings, Round round) {
    long begin = System.nanoTime();
    long numbers = round.parameters().length + round.optimizer().numberCount();
    Broadcast<Packed<Round>> broadcast = spark.broadcast(new Packed<>(round));
    try {
      WorkerMean mean =
          TreeSum.over(
              batches,
              new RoundOfPartition(computation, settings.forWorkers(), broadcast),
              new TreeSum.Form<>(WorkerMean.class, numbers, () -> WorkerMean.room(round)),
              times);
      jobIsDone(begin, mean.outcome());
      return mean;
    } finally {
      broadcast.destroy();
    }
  }

  /** The sums over a mini-batch. */
  public Gradients step(MiniBatchSgdSettings settings, double[] at, long epoch, long step) {
    long begin = System.nanoTime();
    try (TaskParameters parameters = TaskParameters.of(spark, at)) {
      Gradients sums =
          TreeSum.over(
              batches,
              new StepOfPartition(computation, settings.forWorkers(), parameters, epoch, step),
              new TreeSum.Form<>(Gradients.class, at.length, () -> Gradients.room(at.length)),
              times);
      jobIsDone(begin, sums);
      return sums;
    }
  }

  private void jobIsDone(long begin, Gradients sums) {
    times.jobIsDone(begin, sums);
    watch.saw(sums.kernels());
  }

  /** Passes the batches of a partition forward and backward. */
  record GradientOfPartition(Computation computation, TaskParameters parameters)
      implements PartitionFunction<Batch, Gradients> {

    @Override
    public Gradients of(int partition, Iterator<Batch> batches) {
      long begin = System.nanoTime();
      Backpropagation backpropagation = computation.takeBuffers();
      Gradients sums = backpropagation.gradients(parameters.value(), batches);
      Computation.giveBack(backpropagation);
      sums.computed(System.nanoTime() - begin);
      return sums;
    }
  }

  /** The part of a mini-batch that a partition's samples make. */
  private record StepOfPartition(
      Computation computation,
      MiniBatchSgdSettings settings,
      TaskParameters parameters,
      long epoch,
      long step)
      implements PartitionFunction<Batch, Gradients> {

    @Override
    public Gradients of(int partition, Iterator<Batch> batches) {
      long begin = System.nanoTime();
      List<Batch> blocks = new ArrayList<>();
      batches.forEachRemaining(blocks::add);
      PartitionSamples samples = new PartitionSamples(blocks);
      int[] order = SampleOrders.of(settings.seed(), epoch, partition, samples);
      Backpropagation backpropagation = computation.takeBuffers();
      backpropagation.parameters().set(parameters.value());
      Gradients sums =
          new PartitionStep(backpropagation, settings)
              .gradients(samples, order, partition, epoch, step);
      Computation.giveBack(backpropagation);
      sums.computed(System.nanoTime() - begin);
      return sums;
    }
  }

  /** Takes mini-batch steps over the samples of a partition, from the parameters of the round. */
  private record RoundOfPartition(
      Computation computation, LocalSgdSettings settings, Broadcast<Packed<Round>> round)
      implements PartitionFunction<Batch, WorkerMean> {

    @Override
    public WorkerMean of(int partition, Iterator<Batch> batches) {
      long begin = System.nanoTime();
      List<Batch> blocks = new ArrayList<>();
      batches.forEachRemaining(blocks::add);
      Backpropagation backpropagation = computation.takeBuffers();
      WorkerMean result =
          new LocalWorker(backpropagation, settings)
              .run(round.value().value(), partition, new PartitionSamples(blocks));
      Computation.giveBack(backpropagation);
      result.outcome().computed(System.nanoTime() - begin);
      return result;
    }
  }
}
