package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.sparkbackprop.training.localsgd.LocalSgd;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.PartitionThreads;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;

/** Rounds as Spark jobs against rounds in this thread: one SHA-256 of the parameters. */
class SparkRoundsTest {

  private static final Network NETWORK =
      Network.of(5, List.of(7), Activations.named("sigmoid").get(), 4);
  private static final Computation COMPUTATION =
      new Computation(NETWORK, Precision.FLOAT, BlasPreference.AUTO);
  private static final LocalSgdSettings SETTINGS =
      new LocalSgdSettings(
          new TrainerSettings(
              new Adam(0.9, 0.999, 1e-8),
              new LearningRate(0.01, LearningRate.Shape.COSINE, 1, 4, 0.1, 1, 1),
              new CostFunction(GradientScale.MEAN, 100, 100, Regularization.of(NETWORK, 1e-3)),
              Stopping.Targets.none(),
              Recording.every(1),
              Duration.ofHours(1)),
          6,
          3,
          0.25,
          0.4,
          9);
  private static final long EPOCHS = 4;

  private static TrainingState initial() {
    return TrainingState.initial(Initializer.parameters(NETWORK, 6), SETTINGS.rule());
  }

  private static String sha(EpochRunner runner) {
    Segment segment = runner.run(initial(), EPOCHS, Stopping.NO_LIMIT);
    assertThat(segment.ended()).isEmpty();
    assertThat(segment.state().epoch()).isEqualTo(EPOCHS);
    return WeightsFile.sha256(WeightsFile.write(NETWORK, segment.state().parameters()));
  }

  private static String here(List<List<Batch>> partitions) {
    LocalWorker worker = new LocalWorker(new Backpropagation(NETWORK, Precision.FLOAT), SETTINGS);
    List<PartitionSamples> samples = partitions.stream().map(PartitionSamples::new).toList();
    try (PartitionThreads<LocalWorker> threads =
        new PartitionThreads<>(List.of(worker), partitions.size())) {
      return sha(
          new LocalSgd(
              round -> threads.sum((w, p) -> w.run(round, p, samples.get(p))),
              SETTINGS,
              epoch -> {}));
    }
  }

  private static LocalSgd byJobs(JavaSparkContext spark, JavaRDD<Batch> batches) {
    KernelWatch watch = new KernelWatch(MixedKernels.REFUSED);
    SparkObjective objective = new SparkObjective(spark, COMPUTATION, batches, watch);
    return new LocalSgd(round -> objective.round(SETTINGS, round), SETTINGS, epoch -> {});
  }

  private static EpochsInTask inTask(JavaSparkContext spark, JavaRDD<Batch> batches, int threads) {
    return new EpochsInTask(
        spark,
        COMPUTATION,
        batches,
        new KernelWatch(MixedKernels.REFUSED),
        new TaskMethod.Local(SETTINGS),
        Optional.empty(),
        OptionalLong.of(EPOCHS),
        threads,
        new JobDescription(EPOCHS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 33})
  void roundsByJobsAndInATaskHaveTheBitsOfRoundsInThisThread(int number) {
    List<List<Batch>> partitions = RandomPartitions.of(number);
    String expected = here(partitions);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions).cache();
      assertThat(sha(byJobs(spark, batches))).isEqualTo(expected);
      for (int threads = 1; threads <= 3; threads++) {
        assertThat(sha(inTask(spark, batches, threads))).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[1]", "local[4]"})
  void theNumberOfCoresHasNoInfluenceOnTheBits(String master) {
    List<List<Batch>> partitions = RandomPartitions.of(5);
    String expected = here(partitions);
    try (JavaSparkContext spark = LocalSpark.start(master)) {
      assertThat(sha(byJobs(spark, RandomPartitions.rdd(spark, partitions)))).isEqualTo(expected);
    }
  }

  @Test
  void tasksThatFailAndAreTriedAgainHaveNoInfluenceOnTheBits() {
    List<List<Batch>> partitions = RandomPartitions.of(4);
    String expected = here(partitions);
    try (JavaSparkContext spark = LocalSpark.start("local[2,3]")) {
      JavaRDD<Batch> failing =
          RandomPartitions.rdd(spark, partitions).mapPartitions(new RandomPartitions.FailsOnce());
      assertThat(sha(byJobs(spark, failing))).isEqualTo(expected);
    }
  }
}
