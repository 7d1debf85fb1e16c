package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.training.EpochRunner;
import org.sparkbackprop.training.LocalObjective;
import org.sparkbackprop.training.Segment;
import org.sparkbackprop.training.Trainer;
import org.sparkbackprop.training.TrainerSettings;
import org.sparkbackprop.training.TrainingState;

/**
 * For data in one partition, where a job costs far more than an epoch: one Spark job runs many
 * epochs of the same {@link Trainer} inside its task. The bits are those of one job an epoch.
 */
public final class EpochsInTask implements EpochRunner {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Batch> batches;
  private final KernelWatch watch;
  private final TrainerSettings settings;
  private final OptionalLong epochsPerJob;
  private final JobDescription description;

  /**
   * A runner over batches in one partition.
   *
   * @param epochsPerJob how many epochs a job runs; as many as the settings' time allows if absent
   * @throws IllegalArgumentException if the batches are in several partitions
   */
  public EpochsInTask(
      JavaSparkContext spark,
      Computation computation,
      JavaRDD<Batch> batches,
      KernelWatch watch,
      TrainerSettings settings,
      OptionalLong epochsPerJob,
      JobDescription description) {
    if (batches.getNumPartitions() != 1) {
      throw new IllegalArgumentException(
          "epochs run inside a task only over 1 partition, not " + batches.getNumPartitions());
    }
    this.spark = spark;
    this.computation = computation;
    this.batches = batches;
    this.watch = watch;
    this.settings = settings;
    this.epochsPerJob = epochsPerJob;
    this.description = description;
  }

  @Override
  public Segment run(TrainingState from, long until) {
    long end =
        epochsPerJob.isPresent() ? Math.min(until, from.epoch() + epochsPerJob.getAsLong()) : until;
    description.training(spark, from.epoch());
    Done done = batches.mapPartitions(new Task(computation, settings, from, end)).collect().get(0);
    watch.saw(new TreeSet<>(Set.of(done.kernels())));
    return done.segment();
  }

  @Override
  public Evaluation evaluate(double[] weights) {
    return new SparkObjective(spark, computation, batches, watch).evaluate(weights);
  }

  private record Done(Segment segment, String kernels) implements Serializable {}

  private record Task(
      Computation computation, TrainerSettings settings, TrainingState from, long until)
      implements FlatMapFunction<Iterator<Batch>, Done> {

    @Override
    public Iterator<Done> call(Iterator<Batch> batches) {
      List<Batch> partition = new ArrayList<>();
      batches.forEachRemaining(partition::add);
      Backpropagation backpropagation = Workspaces.take(computation);
      LocalObjective objective = new LocalObjective(backpropagation, List.of(partition));
      Trainer trainer = new Trainer(objective, settings, epoch -> {});
      Segment segment = trainer.run(from, until);
      Workspaces.giveBack(backpropagation);
      return List.of(new Done(segment, computation.kernels().identity())).iterator();
    }
  }
}
