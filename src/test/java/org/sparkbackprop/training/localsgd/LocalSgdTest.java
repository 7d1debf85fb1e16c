package org.sparkbackprop.training.localsgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Momentum;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.PartitionThreads;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class LocalSgdTest {

  private static final Network NETWORK =
      Network.of(5, List.of(4), Activations.named("tanh").get(), 3);

  /** Two blocks in each of three partitions, of which no two have as many samples. */
  private static final List<List<Batch>> PARTITIONS = partitions(3);

  private static final long SAMPLES =
      PARTITIONS.stream().flatMap(List::stream).mapToLong(Batch::size).sum();

  private static List<List<Batch>> partitions(int number) {
    List<List<Batch>> partitions = new ArrayList<>();
    for (int p = 0; p < number; p++) {
      partitions.add(
          List.of(RandomBatch.of(21 + p, 5, 3, 2L * p), RandomBatch.of(10, 5, 3, 2L * p + 1)));
    }
    return partitions;
  }

  static Stream<UpdateRule> rules() {
    return Stream.of(
        new GradientDescent(),
        new Momentum(0.9, Momentum.Form.POLYAK),
        new Momentum(0.9, Momentum.Form.NESTEROV),
        new Adam(0.9, 0.999, 1e-8),
        new AveragedRule(new Adam(0.9, 0.999, 1e-8), 0.8));
  }

  private static LocalSgdSettings settings(UpdateRule rule, int batchSize, int rounds) {
    return settings(rule, batchSize, rounds, 0, Stopping.Targets.none(), Duration.ofHours(1));
  }

  private static LocalSgdSettings settings(
      UpdateRule rule,
      int batchSize,
      int rounds,
      double outerMomentum,
      Stopping.Targets targets,
      Duration budget) {
    return new LocalSgdSettings(
        new TrainerSettings(
            rule,
            LearningRate.constant(0.02),
            new CostFunction(GradientScale.MEAN, SAMPLES, SAMPLES, Regularization.none()),
            targets,
            Recording.every(1),
            budget),
        batchSize,
        rounds,
        0,
        outerMomentum,
        7);
  }

  private static TrainingState initial(UpdateRule rule) {
    return TrainingState.initial(Initializer.parameters(NETWORK, 4), rule);
  }

  private static Segment run(
      LocalSgdSettings settings, int threads, TrainingState from, long until) {
    return run(settings, PARTITIONS, Precision.DOUBLE, threads, from, until);
  }

  private static Segment run(
      LocalSgdSettings settings,
      List<List<Batch>> partitions,
      Precision precision,
      int threads,
      TrainingState from,
      long until) {
    List<LocalWorker> workers =
        Stream.generate(() -> new LocalWorker(new Backpropagation(NETWORK, precision), settings))
            .limit(threads)
            .toList();
    List<PartitionSamples> samples = partitions.stream().map(PartitionSamples::new).toList();
    try (PartitionThreads<LocalWorker> pool = new PartitionThreads<>(workers, partitions.size())) {
      return new LocalSgd(
              round -> pool.sum((worker, p) -> worker.run(round, p, samples.get(p))),
              settings,
              epoch -> {})
          .run(from, until, Duration.ofHours(1));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theNumberOfThreadsHasNoInfluenceOnTheBits(UpdateRule rule) {
    LocalSgdSettings settings = settings(rule, 4, 2);
    double[] one = run(settings, 1, initial(rule), 5).state().parameters();
    assertThat(one).isNotEqualTo(initial(rule).parameters());
    for (int threads = 2; threads <= 4; threads++) {
      Segment several = run(settings, threads, initial(rule), 5);
      assertThat(several.state().parameters()).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aTrainingThatGoesOnFromAStateHasTheBitsOfOneThatWasNeverInterrupted(UpdateRule rule) {
    LocalSgdSettings settings =
        settings(rule, 4, 2, 0.5, Stopping.Targets.none(), Duration.ofHours(1));
    TrainingState whole = run(settings, 2, initial(rule), 6).state();
    TrainingState half = run(settings, 2, initial(rule), 3).state();
    TrainingState restored =
        new TrainingState(
            half.epoch(),
            half.parameters().clone(),
            new OptimizerState(half.optimizer().copy().vectors()),
            null,
            half.effort(),
            half.lastGood());
    TrainingState resumed = run(settings, 2, restored, 6).state();
    assertThat(resumed.parameters()).isEqualTo(whole.parameters());
    assertThat(resumed.optimizer().vectors().keySet())
        .isEqualTo(whole.optimizer().vectors().keySet());
    assertThat(resumed.effort()).isEqualTo(new Effort(6, 12));
  }

  @Test
  void oneWorkerDoesTheStepsOfMiniBatchGradientDescent() {
    List<List<Batch>> one = List.of(PARTITIONS.get(0));
    LocalSgdSettings settings = settings(new GradientDescent(), 7, 3);
    PartitionSamples samples = new PartitionSamples(one.get(0));
    double[] parameters = Initializer.parameters(NETWORK, 4);
    for (long epoch = 0; epoch < 2; epoch++) {
      int[] order = samples.shuffled(7, epoch, 0);
      for (int round = 0; round < 3; round++) {
        // 31 samples in 3 rounds: from 0, 10 and 20 on; each round in 2 steps
        int[] places = {10 * round, 10 * round + 5, round == 2 ? 31 : 10 * (round + 1)};
        for (int step = 0; step < 2; step++) {
          Batch batch = select(one.get(0), order, places[step], places[step + 1]);
          Evaluation sums =
              new LocalObjective(NETWORK, List.of(List.of(batch))).evaluate(parameters);
          for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= 0.02 * sums.gradient()[i] / batch.size();
          }
        }
      }
    }
    TrainingState state =
        run(settings, one, Precision.DOUBLE, 1, initial(new GradientDescent()), 2).state();
    assertThat(state.parameters()).containsExactly(parameters, within(1e-14));
  }

  private static Batch select(List<Batch> blocks, int[] order, int from, int until) {
    PartitionSamples samples = new PartitionSamples(blocks);
    Batch batch = samples.take(order, from, until);
    return batch.select(IntStream.range(0, batch.size()).toArray());
  }

  @Test
  void aRoundOfOneFullBatchStepIsAStepOfTheWholeGradient() {
    // partitions of the same size, of which each takes one step with the mean of its own samples
    List<List<Batch>> equal =
        IntStream.range(0, 4).mapToObj(p -> List.of(RandomBatch.of(12, 5, 3, p))).toList();
    LocalSgdSettings settings = settings(new GradientDescent(), 12, 1);
    double[] local =
        run(settings, equal, Precision.DOUBLE, 2, initial(new GradientDescent()), 1)
            .state()
            .parameters();
    double[] parameters = Initializer.parameters(NETWORK, 4);
    double[] gradient = new LocalObjective(NETWORK, equal).evaluate(parameters).gradient();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] -= 0.02 * gradient[i] / 48;
    }
    assertThat(local).containsExactly(parameters, within(1e-14));
  }

  @Test
  void weightsOfSamplesCountInEveryStepAsInTheWholeGradient() {
    // a step of each sample alone, from the same parameters: on average that of the whole gradient
    int samples = 6;
    Batch plain = RandomBatch.of(samples, 5, 3, 9);
    Batch weighted = new Batch(plain.inputs(), plain.targets(), new double[] {1, 5, 0, 2, 0.5, 7});
    double total = weighted.totalWeight();
    CostFunction cost =
        new CostFunction(GradientScale.MEAN, samples, total, Regularization.of(NETWORK, 0.1));
    LocalSgdSettings settings =
        new LocalSgdSettings(
            new TrainerSettings(
                new GradientDescent(),
                LearningRate.constant(0.02),
                cost,
                Stopping.Targets.none(),
                Recording.every(1),
                Duration.ofHours(1)),
            1,
            samples,
            0,
            0,
            7);
    TrainingState from = initial(settings.rule());
    double[] mean = new double[from.parameters().length];
    for (int round = 0; round < samples; round++) {
      double[] after =
          worker(settings)
              .run(
                  new Round(0, round, from.parameters(), from.optimizer()),
                  0,
                  new PartitionSamples(List.of(weighted)))
              .parameters();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += after[i] / samples;
      }
    }
    double[] expected = from.parameters().clone();
    double[] at = from.parameters();
    Evaluation whole =
        cost.of(at, new LocalObjective(NETWORK, List.of(List.of(weighted))).evaluate(at));
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= 0.02 * whole.gradient()[i];
    }
    assertThat(mean).containsExactly(expected, within(1e-14));
  }

  @Test
  void theMeanIsWeightedByTheSamplesOfTheWorkers() {
    List<List<Batch>> unequal =
        List.of(List.of(RandomBatch.of(30, 5, 3, 1)), List.of(RandomBatch.of(10, 5, 3, 2)));
    LocalSgdSettings settings = settings(new GradientDescent(), 5, 1);
    TrainingState from = initial(new GradientDescent());
    Round round = new Round(0, 0, from.parameters(), from.optimizer());
    double[] first =
        worker(settings).run(round, 0, new PartitionSamples(unequal.get(0))).parameters();
    double[] second =
        worker(settings).run(round, 1, new PartitionSamples(unequal.get(1))).parameters();
    double[] expected = new double[first.length];
    Arrays.setAll(expected, i -> 0.75 * first[i] + 0.25 * second[i]);
    double[] mean = run(settings, unequal, Precision.DOUBLE, 2, from, 1).state().parameters();
    assertThat(mean).containsExactly(expected, within(1e-15));
  }

  private static LocalWorker worker(LocalSgdSettings settings) {
    return new LocalWorker(new Backpropagation(NETWORK, Precision.DOUBLE), settings);
  }

  @Test
  void aPartitionWithoutSamplesChangesNothing() {
    List<List<Batch>> withEmpty = List.of(PARTITIONS.get(0), List.of(), PARTITIONS.get(1));
    LocalSgdSettings settings = settings(new Adam(0.9, 0.999, 1e-8), 4, 2);
    TrainingState from = initial(settings.rule());
    double[] parameters =
        run(settings, withEmpty, Precision.DOUBLE, 2, from, 3).state().parameters();
    assertThat(Evaluation.allFinite(parameters)).isTrue();
    List<List<Batch>> emptyFirst = List.of(List.of(), PARTITIONS.get(0));
    double[] alone =
        run(
                settings,
                List.of(List.of(), List.of(), PARTITIONS.get(0)),
                Precision.DOUBLE,
                1,
                from,
                3)
            .state()
            .parameters();
    assertThat(Evaluation.allFinite(alone)).isTrue();
    assertThat(run(settings, emptyFirst, Precision.DOUBLE, 1, from, 3).state().parameters())
        .isNotEqualTo(from.parameters());
  }

  @Test
  void everySampleIsMetOnceAnEpochInAnOrderOfItsOwn() {
    PartitionSamples samples = new PartitionSamples(PARTITIONS.get(2));
    int[] first = samples.shuffled(7, 0, 2);
    int[] second = samples.shuffled(7, 1, 2);
    int[] sorted = first.clone();
    Arrays.sort(sorted);
    assertThat(sorted).isEqualTo(IntStream.range(0, samples.size()).toArray());
    assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrder(first);
    assertThat(samples.shuffled(7, 0, 2)).isEqualTo(first);
    assertThat(samples.shuffled(7, 0, 3)).isNotEqualTo(first);
    assertThat(samples.shuffled(8, 0, 2)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void recordsSumWhatEverySampleCostInTheCourseOfTheEpoch(Precision precision) {
    UpdateRule rule = new Momentum(0.5, Momentum.Form.POLYAK);
    Segment segment = run(settings(rule, 4, 2), PARTITIONS, precision, 2, initial(rule), 40);
    assertThat(segment.records()).hasSize(40);
    EpochRecord first = segment.records().get(0);
    assertThat(first.epoch()).isZero();
    assertThat(first.meanCost()).isCloseTo(first.cost() / SAMPLES, within(1e-15));
    assertThat(first.effort()).isEqualTo(Effort.NONE);
    assertThat(segment.records().get(3).effort()).isEqualTo(new Effort(3, 6));
    assertThat(segment.records().get(39).cost()).isLessThan(first.cost());
  }

  @Test
  void stepsInSinglePrecisionStayNearThoseInDouble() {
    UpdateRule rule = new Adam(0.9, 0.999, 1e-8);
    double[] wide = run(settings(rule, 4, 2), 1, initial(rule), 3).state().parameters();
    double[] narrow =
        run(settings(rule, 4, 2), PARTITIONS, Precision.FLOAT, 1, initial(rule), 3)
            .state()
            .parameters();
    assertThat(narrow).containsExactly(wide, within(1e-4)).isNotEqualTo(wide);
  }

  @Test
  void anOuterMomentumKeepsTheSpeedOfTheRoundBefore() {
    UpdateRule rule = new GradientDescent();
    LocalSgdSettings plain = settings(rule, 4, 1);
    LocalSgdSettings fast = settings(rule, 4, 1, 0.5, Stopping.Targets.none(), Duration.ofHours(1));
    TrainingState from = initial(rule);
    double[] w0 = from.parameters();
    TrainingState once = run(fast, 1, from, 1).state();
    assertThat(once.parameters())
        .containsExactly(run(plain, 1, from, 1).state().parameters(), within(1e-15));
    double[] w1 = once.parameters();
    double[] average = run(plain, 1, once, 2).state().parameters();
    double[] expected = new double[w1.length];
    Arrays.setAll(expected, i -> w1[i] + 0.5 * (w1[i] - w0[i]) + (average[i] - w1[i]));
    assertThat(run(fast, 1, once, 2).state().parameters()).containsExactly(expected, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.7})
  void trainingEndsWhenTheRunningAccuracyIsReached(double accuracy) {
    UpdateRule rule = new Adam(0.9, 0.999, 1e-8);
    LocalSgdSettings settings =
        settings(
            rule,
            4,
            2,
            0,
            new Stopping.Targets(accuracy, Double.NaN, Double.NaN),
            Duration.ofHours(1));
    Segment segment = run(settings, 2, initial(rule), 2000);
    assertThat(segment.end()).isEqualTo(StopReason.ACCURACY_REACHED);
    int last = segment.records().size() - 1;
    assertThat(segment.records().get(last).accuracy()).isGreaterThanOrEqualTo(accuracy);
    assertThat(segment.records().subList(0, last))
        .allSatisfy(record -> assertThat(record.accuracy()).isLessThan(accuracy));
    assertThat(segment.state().epoch()).isEqualTo(last + 1);
  }

  @Test
  void aTrainingThatDivergesKeepsTheWeightsOfTheEpochBefore() {
    UpdateRule rule = new GradientDescent();
    LocalSgdSettings wild =
        new LocalSgdSettings(
            new TrainerSettings(
                rule,
                LearningRate.constant(1e308),
                new CostFunction(GradientScale.SUM, SAMPLES, SAMPLES, Regularization.none()),
                Stopping.Targets.none(),
                Recording.every(1),
                Duration.ofHours(1)),
            4,
            1,
            0,
            0,
            7);
    Segment segment = run(wild, 2, initial(rule), 20);
    assertThat(segment.end()).isEqualTo(StopReason.DIVERGED);
    assertThat(Evaluation.allFinite(segment.state().lastGood().parameters())).isTrue();
    assertThat(segment.state().lastGood().epoch()).isEqualTo(segment.state().epoch());
  }
}
