package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
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
  private final Network network;
  private final JavaRDD<Batch> batches;
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
      Network network,
      JavaRDD<Batch> batches,
      TrainerSettings settings,
      OptionalLong epochsPerJob,
      JobDescription description) {
    if (batches.getNumPartitions() != 1) {
      throw new IllegalArgumentException(
          "epochs run inside a task only over 1 partition, not " + batches.getNumPartitions());
    }
    this.spark = spark;
    this.network = network;
    this.batches = batches;
    this.settings = settings;
    this.epochsPerJob = epochsPerJob;
    this.description = description;
  }

  @Override
  public Segment run(TrainingState from, long until) {
    long end =
        epochsPerJob.isPresent() ? Math.min(until, from.epoch() + epochsPerJob.getAsLong()) : until;
    description.training(spark, from.epoch());
    return batches.mapPartitions(new Task(network, settings, from, end)).collect().get(0);
  }

  @Override
  public Evaluation evaluate(double[] weights) {
    return new SparkObjective(spark, network, batches).evaluate(weights);
  }

  private record Task(Network network, TrainerSettings settings, TrainingState from, long until)
      implements FlatMapFunction<Iterator<Batch>, Segment> {

    @Override
    public Iterator<Segment> call(Iterator<Batch> batches) {
      List<Batch> partition = new ArrayList<>();
      batches.forEachRemaining(partition::add);
      LocalObjective objective = new LocalObjective(network, List.of(partition));
      Trainer trainer = new Trainer(objective, settings, epoch -> {});
      return List.of(trainer.run(from, until)).iterator();
    }
  }
}
