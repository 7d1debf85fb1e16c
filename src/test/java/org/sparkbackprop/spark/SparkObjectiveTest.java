package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.settings.MixedKernels;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;

class SparkObjectiveTest {

  private static final Network NETWORK =
      Network.of(5, List.of(7), Activations.named("tanh").get(), 4);
  private static final Computation COMPUTATION =
      new Computation(NETWORK, Precision.DOUBLE, BlasPreference.AUTO);
  private static final long EPOCHS = 40;

  private static KernelWatch watch() {
    return new KernelWatch(MixedKernels.REFUSED);
  }

  /** Throws at the first attempt of whatever task computes the batches. */
  private record FirstAttemptFails() implements FlatMapFunction<Iterator<Batch>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<Batch> batches) {
      if (TaskContext.get().attemptNumber() == 0) {
        throw new IllegalStateException("a fault, injected by the test");
      }
      return batches;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32, 33, 100})
  void sparkAndLocalObjectiveAreEqualToTheBit(int number) {
    List<List<Batch>> partitions = RandomPartitions.of(number);
    double[] parameters = Initializer.parameters(NETWORK, 6);
    Evaluation local = new LocalObjective(NETWORK, partitions).evaluate(parameters);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      Evaluation distributed =
          new SparkObjective(spark, COMPUTATION, RandomPartitions.rdd(spark, partitions), watch())
              .evaluate(parameters);
      assertThat(distributed.gradient()).isEqualTo(local.gradient());
      assertThat(distributed.cost()).isEqualTo(local.cost());
      assertThat(distributed.accuracy()).isEqualTo(local.accuracy());
    }
  }

  /** In turn, so that none gets the buffers of the one before. */
  @Test
  void singlePrecisionAndSmoothedLabelsAreTheSameLocallyAndDistributed() {
    List<List<Batch>> partitions = RandomPartitions.of(5);
    double[] parameters = Initializer.parameters(NETWORK, 6);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions);
      LabelSmoothing evenly = LabelSmoothing.uniform(0.1);
      LabelSmoothing byShares = new LabelSmoothing(0.1, List.of(0.2, 0.3, 0.4, 0.1));
      for (LabelSmoothing smoothing :
          List.of(LabelSmoothing.NONE, evenly, byShares, LabelSmoothing.NONE)) {
        Computation single =
            new Computation(NETWORK, Precision.FLOAT, smoothing, BlasPreference.AUTO);
        Backpropagation local = new Backpropagation(NETWORK, Precision.FLOAT, smoothing);
        Evaluation expected = new LocalObjective(List.of(local), partitions).evaluate(parameters);
        Evaluation distributed =
            new SparkObjective(spark, single, batches, watch()).evaluate(parameters);
        assertThat(distributed.gradient()).isEqualTo(expected.gradient());
        assertThat(distributed.cost()).isEqualTo(expected.cost());
        assertThat(SparkScoring.score(spark, single, parameters, batches).cost())
            .isCloseTo(
                new LocalObjective(NETWORK, partitions).evaluate(parameters).cost(), within(1e-3));
      }
    }
  }

  @Test
  void weightsTooManyForTheFunctionAreBroadcastWithTheSameResult() {
    Network large = Network.of(5, List.of(100, 100), Activations.named("tanh").get(), 4);
    assertThat(large.parameterCount()).isGreaterThan(TaskParameters.MAX_WITHIN_THE_FUNCTION);
    List<List<Batch>> partitions = RandomPartitions.of(3);
    double[] parameters = Initializer.parameters(large, 6);
    Evaluation local = new LocalObjective(large, partitions).evaluate(parameters);
    Computation computation = new Computation(large, Precision.DOUBLE, BlasPreference.AUTO);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      Evaluation distributed =
          new SparkObjective(spark, computation, RandomPartitions.rdd(spark, partitions), watch())
              .evaluate(parameters);
      assertThat(distributed.gradient()).isEqualTo(local.gradient());
      assertThat(distributed.cost()).isEqualTo(local.cost());
    }
  }

  @Test
  void tasksReturnTheIdentityOfTheirKernels() {
    KernelWatch watch = watch();
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      new SparkObjective(
              spark, COMPUTATION, RandomPartitions.rdd(spark, RandomPartitions.of(40)), watch)
          .evaluate(Initializer.parameters(NETWORK, 6));
    }
    assertThat(watch.seen()).containsExactly(BlasChoice.use(BlasPreference.AUTO).identity());
  }

  @Test
  void aMixtureOfKernelsIsRefusedUnlessAllowed() {
    Gradients here = new Gradients(1);
    BlasChoice.use(BlasPreference.JAVA);
    Gradients elsewhere = new Gradients(1);
    BlasChoice.use(BlasPreference.AUTO);
    SortedSet<String> mixture = here.add(elsewhere).kernels();
    assertThat(mixture).hasSize(2);
    assertThatThrownBy(() -> watch().saw(mixture))
        .isInstanceOf(KernelWatch.MixedKernelsException.class)
        .hasMessageContaining(mixture.first())
        .hasMessageContaining(mixture.last());
    KernelWatch oneByOne = watch();
    oneByOne.saw(new TreeSet<>(Set.of(mixture.first())));
    assertThatThrownBy(() -> oneByOne.saw(new TreeSet<>(Set.of(mixture.last()))))
        .isInstanceOf(KernelWatch.MixedKernelsException.class);
    KernelWatch tolerant = new KernelWatch(MixedKernels.ALLOWED);
    tolerant.saw(mixture);
    assertThat(tolerant.seen()).isEqualTo(mixture);
  }

  private static String trainedSha(Objective objective) {
    TrainerSettings settings = settings(Duration.ofHours(1));
    Trainer trainer = new Trainer(objective, settings, epoch -> {});
    return sha(trainer.run(initial(), EPOCHS, Stopping.NO_LIMIT));
  }

  private static TrainerSettings settings(Duration budget) {
    return new TrainerSettings(
        new GradientDescent(),
        LearningRate.constant(0.05),
        new CostFunction(GradientScale.SUM, 100, 100, Regularization.none()),
        Stopping.Targets.none(),
        Recording.every(10),
        budget);
  }

  private static TrainingState initial() {
    return TrainingState.initial(Initializer.parameters(NETWORK, 6), new GradientDescent());
  }

  private static String sha(Segment segment) {
    assertThat(segment.ended()).isEmpty();
    assertThat(segment.state().epoch()).isEqualTo(EPOCHS);
    return WeightsFile.sha256(WeightsFile.write(NETWORK, segment.state().parameters()));
  }

  @Test
  void coresAndARetriedTaskHaveNoInfluenceOnTheBits() {
    List<List<Batch>> partitions = RandomPartitions.of(3);
    String expected = trainedSha(new LocalObjective(NETWORK, partitions));
    for (String master : List.of("local[1]", "local[2]", "local[4]")) {
      try (JavaSparkContext spark = LocalSpark.start(master)) {
        assertThat(
                trainedSha(
                    new SparkObjective(
                        spark, COMPUTATION, RandomPartitions.rdd(spark, partitions), watch())))
            .as(master)
            .isEqualTo(expected);
      }
    }
    try (JavaSparkContext spark = LocalSpark.start("local[2,3]")) {
      JavaRDD<Batch> failing =
          RandomPartitions.rdd(spark, partitions).mapPartitions(new RandomPartitions.FailsOnce());
      assertThat(trainedSha(new SparkObjective(spark, COMPUTATION, failing, watch())))
          .as("a task of every epoch fails once")
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,2", "3,2", "7,4", "5,1", "33,3"})
  void epochsInsideATaskGiveTheBitsOfAJobAnEpoch(int number, int threads) {
    List<List<Batch>> partitions = RandomPartitions.of(number);
    String expected = trainedSha(new LocalObjective(NETWORK, partitions));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, partitions);
      assertThat(trainedSha(new SparkObjective(spark, COMPUTATION, batches, watch())))
          .isEqualTo(expected);
      for (OptionalLong epochsPerJob : List.of(OptionalLong.of(7), OptionalLong.empty())) {
        EpochRunner runner =
            new EpochsInTask(
                spark,
                COMPUTATION,
                batches,
                watch(),
                new TaskMethod.FullBatch(
                    settings(
                        epochsPerJob.isPresent() ? Duration.ofHours(1) : Duration.ofMillis(1))),
                Optional.empty(),
                epochsPerJob,
                threads,
                new JobDescription(EPOCHS));
        TrainingState state = initial();
        Segment segment;
        List<Long> recorded = new ArrayList<>();
        do {
          segment = runner.run(state, EPOCHS, Stopping.NO_LIMIT);
          segment.records().forEach(r -> recorded.add(r.epoch()));
          state = segment.state();
        } while (state.epoch() < EPOCHS);
        assertThat(sha(segment)).isEqualTo(expected);
        assertThat(recorded).containsExactly(0L, 10L, 20L, 30L);
      }
    }
  }

  @Test
  void aTaskOfManyEpochsThatFailsOnceIsRetriedWithTheSameBits() {
    List<List<Batch>> partitions = RandomPartitions.of(3);
    String expected = trainedSha(new LocalObjective(NETWORK, partitions));
    try (JavaSparkContext spark = LocalSpark.start("local[2,3]")) {
      EpochRunner runner =
          new EpochsInTask(
              spark,
              COMPUTATION,
              RandomPartitions.rdd(spark, partitions).mapPartitions(new FirstAttemptFails()),
              watch(),
              new TaskMethod.FullBatch(settings(Duration.ofHours(1))),
              Optional.empty(),
              OptionalLong.empty(),
              2,
              new JobDescription(EPOCHS));
      assertThat(sha(runner.run(initial(), EPOCHS, Stopping.NO_LIMIT))).isEqualTo(expected);
    }
  }
}
