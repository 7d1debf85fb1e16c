package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.settings.MixedKernels;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.minibatch.DriverSteps;
import org.sparkbackprop.training.minibatch.LocalSteps;
import org.sparkbackprop.training.minibatch.MiniBatchSgd;
import org.sparkbackprop.training.minibatch.MiniBatchSgdSettings;

/** Steps on threads, inside a task and as Spark jobs: one SHA-256 of the parameters. */
class SparkStepsTest {

  private static final Network NETWORK =
      Network.of(5, List.of(40, 30), Activations.named("tanh").get(), 4).ofMembers(2);
  private static final long EPOCHS = 5;

  private static Computation computation(Precision precision) {
    return new Computation(NETWORK, precision, BlasPreference.AUTO);
  }

  private static MiniBatchSgdSettings settings(List<List<Batch>> partitions, int lanes) {
    long samples = partitions.stream().flatMap(List::stream).mapToLong(Batch::size).sum();
    return new MiniBatchSgdSettings(
        new TrainerSettings(
            new Adam(0.9, 0.999, 1e-8),
            new LearningRate(0.01, LearningRate.Shape.COSINE, 1, EPOCHS, 0.1, 1, 1),
            new CostFunction(
                GradientScale.MEAN,
                samples,
                samples,
                Regularization.of(NETWORK, new Regularization.Strength(1e-3, 0.01))),
            Stopping.Targets.none(),
            Recording.every(1),
            Duration.ofHours(1)),
        16,
        lanes,
        Long.MAX_VALUE,
        0.25,
        9);
  }

  private static String sha(EpochRunner runner, MiniBatchSgdSettings settings) {
    TrainingState initial =
        TrainingState.initial(Initializer.parameters(NETWORK, 6), settings.rule());
    Segment segment = runner.run(initial, EPOCHS, Stopping.NO_LIMIT);
    assertThat(segment.ended()).isEmpty();
    assertThat(segment.state().epoch()).isEqualTo(EPOCHS);
    assertThat(segment.state().effort().rounds()).isEqualTo(EPOCHS * settings.steps());
    StringBuilder costs = new StringBuilder();
    segment.records().forEach(r -> costs.append(r.cost()).append(' ').append(r.accuracy()));
    String parameters = Arrays.toString(segment.state().parameters()); // all bits of all members
    return costs + WeightsFile.sha256(parameters.getBytes(StandardCharsets.UTF_8));
  }

  private static String onThreads(
      List<List<Batch>> partitions,
      MiniBatchSgdSettings settings,
      Precision precision,
      int threads) {
    Backpropagation buffers = new Backpropagation(NETWORK, precision);
    try (LocalSteps steps = new LocalSteps(buffers, partitions, settings, threads)) {
      return sha(new MiniBatchSgd(steps, settings, epoch -> {}), settings);
    }
  }

  private static EpochsInTask inTask(
      JavaSparkContext spark,
      JavaRDD<Batch> batches,
      MiniBatchSgdSettings settings,
      Precision precision,
      OptionalLong epochsPerJob) {
    return new EpochsInTask(
        spark,
        computation(precision),
        batches,
        new KernelWatch(MixedKernels.REFUSED),
        new TaskMethod.MiniBatches(settings),
        Optional.empty(),
        epochsPerJob,
        2,
        new JobDescription(EPOCHS));
  }

  @ParameterizedTest
  @CsvSource({"1,1,FLOAT", "1,4,FLOAT", "3,2,DOUBLE", "5,1,FLOAT", "20,1,FLOAT"})
  void stepsOnThreadsInATaskAndByJobsHaveTheSameBits(int number, int lanes, Precision precision) {
    List<List<Batch>> partitions = RandomPartitions.of(number);
    MiniBatchSgdSettings settings = settings(partitions, lanes);
    String expected = onThreads(partitions, settings, precision, 1);
    assertThat(onThreads(partitions, settings, precision, 2)).isEqualTo(expected);
    assertThat(onThreads(partitions, settings, precision, 5)).isEqualTo(expected);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions);
      EpochRunner inTask = inTask(spark, batches, settings, precision, OptionalLong.empty());
      assertThat(sha(inTask, settings)).isEqualTo(expected);
      SparkObjective objective =
          new SparkObjective(
              spark, computation(precision), batches, new KernelWatch(MixedKernels.REFUSED));
      DriverSteps byJobs =
          new DriverSteps(
              NETWORK,
              precision,
              settings,
              (at, epoch, step) -> objective.step(settings, at, epoch, step));
      assertThat(sha(new MiniBatchSgd(byJobs, settings, epoch -> {}), settings))
          .isEqualTo(expected);
    }
  }

  @Test
  void segmentsOfOneEpochHaveTheBitsOfAWholeTraining() {
    List<List<Batch>> partitions = RandomPartitions.of(3);
    MiniBatchSgdSettings settings = settings(partitions, 2);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions);
      TrainingState state =
          TrainingState.initial(Initializer.parameters(NETWORK, 6), settings.rule());
      EpochsInTask epochs = inTask(spark, batches, settings, Precision.FLOAT, OptionalLong.of(1));
      while (state.epoch() < EPOCHS) {
        state = epochs.run(state, EPOCHS, Stopping.NO_LIMIT).state();
      }
      EpochsInTask whole = inTask(spark, batches, settings, Precision.FLOAT, OptionalLong.empty());
      TrainingState initial =
          TrainingState.initial(Initializer.parameters(NETWORK, 6), settings.rule());
      assertThat(state.parameters())
          .isEqualTo(whole.run(initial, EPOCHS, Stopping.NO_LIMIT).state().parameters());
    }
  }

  @Test
  void aTaskThatFailsOnceIsRetriedWithTheSameBits() {
    List<List<Batch>> partitions = RandomPartitions.of(3);
    MiniBatchSgdSettings settings = settings(partitions, 2);
    String expected = onThreads(partitions, settings, Precision.FLOAT, 2);
    try (JavaSparkContext spark = LocalSpark.start("local[2,3]")) {
      JavaRDD<Batch> failing =
          RandomPartitions.rdd(spark, partitions).mapPartitions(new RandomPartitions.FailsOnce());
      SparkObjective objective =
          new SparkObjective(
              spark, computation(Precision.FLOAT), failing, new KernelWatch(MixedKernels.REFUSED));
      DriverSteps byJobs =
          new DriverSteps(
              NETWORK,
              Precision.FLOAT,
              settings,
              (at, epoch, step) -> objective.step(settings, at, epoch, step));
      assertThat(sha(new MiniBatchSgd(byJobs, settings, epoch -> {}), settings))
          .isEqualTo(expected);
    }
  }

  @Test
  void twoTrainingsAtOnceOnTwoCoresFinishWithTheSameBits() throws Exception {
    List<List<Batch>> partitions = RandomPartitions.of(4);
    MiniBatchSgdSettings settings = settings(partitions, 2);
    String expected = onThreads(partitions, settings, Precision.FLOAT, 1);
    ExecutorService both = Executors.newFixedThreadPool(2);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions);
      batches.count();
      List<Future<String>> trainings =
          List.of(
              both.submit(() -> training(spark, batches, settings)),
              both.submit(() -> training(spark, batches, settings)));
      for (Future<String> training : trainings) {
        assertThat(training.get()).isEqualTo(expected);
      }
    } finally {
      both.shutdownNow();
    }
  }

  private static String training(
      JavaSparkContext spark, JavaRDD<Batch> batches, MiniBatchSgdSettings settings) {
    return sha(inTask(spark, batches, settings, Precision.FLOAT, OptionalLong.empty()), settings);
  }
}
