package org.sparkbackprop.spark;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.TimeParts;

/** Cost, accuracy and gradient over all partitions: one Spark job an evaluation. */
public final class SparkObjective implements Objective {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Batch> batches;
  private final KernelWatch watch;
  private final JobTimes times;

  /** The objective of a network over batches, which should be cached. */
  public SparkObjective(
      JavaSparkContext spark, Computation computation, JavaRDD<Batch> batches, KernelWatch watch) {
    this.spark = spark;
    this.computation = computation;
    this.batches = batches;
    this.watch = watch;
    this.times = new JobTimes(spark.sc(), batches.getNumPartitions());
  }

  /** Where the time of all evaluations so far has gone. */
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
              new OfPartition(computation, parameters),
              new TreeSum.Form<>(Gradients.class, at.length, () -> Gradients.room(at.length)),
              times);
      times.jobIsDone(begin, sums);
      watch.saw(sums.kernels());
      return LocalObjective.evaluation(sums);
    }
  }

  /**
   * In every partition: forward and backpropagate its batches against the parameters of the epoch.
   */
  record OfPartition(Computation computation, TaskParameters parameters)
      implements PartitionFunction<Batch, Gradients> {

    @Override
    public Gradients of(int partition, Iterator<Batch> batches) {
      long begin = System.nanoTime();
      Backpropagation backpropagation = Workspaces.take(computation);
      Gradients sums = backpropagation.gradients(parameters.value(), batches);
      Workspaces.giveBack(backpropagation);
      sums.computed(System.nanoTime() - begin);
      return sums;
    }
  }
}
