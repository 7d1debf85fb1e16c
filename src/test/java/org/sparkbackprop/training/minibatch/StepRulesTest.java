package org.sparkbackprop.training.minibatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.optim.Adam;
import org.sparkbackprop.optim.AveragedRule;
import org.sparkbackprop.optim.ClippedRule;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.UpdateRule;
import org.sparkbackprop.training.localsgd.LocalSgdSettings;
import org.sparkbackprop.training.localsgd.LocalWorker;
import org.sparkbackprop.training.localsgd.PartitionSamples;
import org.sparkbackprop.training.localsgd.Round;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.GrowingTreeSum;
import org.sparkbackprop.training.loop.LocalObjective;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Regularization;
import org.sparkbackprop.training.loop.Regularization.Course;
import org.sparkbackprop.training.loop.Regularization.Strength;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.Trainer;
import org.sparkbackprop.training.loop.TrainerSettings;
import org.sparkbackprop.training.loop.TrainingState;

/** Clipping, weight decay, courses, dropout and smoothed labels in the steps of every method. */
class StepRulesTest {

  /** More parameters than two threads of chunks have. */
  private static final Network NETWORK =
      Network.of(20, List.of(40), Activations.named("gelu").get(), 5);

  private static final LabelSmoothing SMOOTHING = LabelSmoothing.uniform(0.1);

  private static final List<List<Batch>> PARTITIONS =
      List.of(
          List.of(RandomBatch.of(50, 20, 5, 1)),
          List.of(RandomBatch.of(31, 20, 5, 2), RandomBatch.of(8, 20, 5, 3)));

  private static final int SAMPLES = 89;

  private static TrainerSettings training(UpdateRule rule, Strength strength) {
    return new TrainerSettings(
        rule,
        LearningRate.constant(0.05),
        new CostFunction(
            GradientScale.MEAN, SAMPLES, SAMPLES, Regularization.of(NETWORK, strength)),
        Stopping.Targets.none(),
        Recording.every(1),
        Duration.ofHours(1));
  }

  private static MiniBatchSgdSettings all() {
    UpdateRule rule = new AveragedRule(new ClippedRule(new Adam(0.9, 0.99, 1e-8), 0.3), 0.9);
    Strength strength = new Strength(1e-3, 0.1, Course.FLAT_COSINE, 4);
    return new MiniBatchSgdSettings(training(rule, strength), 20, 2, Long.MAX_VALUE, 0.2, 7);
  }

  private static double[] after(StepRunner steps, MiniBatchSgdSettings settings, int epochs) {
    double[] initial = Initializer.parameters(NETWORK, 3);
    steps.begin(initial, settings.rule().initialState(initial.length));
    IntStream.range(0, epochs).forEach(steps::run);
    return AveragedRule.averageOr(steps.parameters(), steps.optimizer());
  }

  @ParameterizedTest
  @EnumSource
  void threadsAndJobsGiveTheSameBits(Precision precision) {
    MiniBatchSgdSettings settings = all();
    List<double[]> results = new ArrayList<>();
    for (int threads = 1; threads <= 3; threads++) {
      Backpropagation buffers = new Backpropagation(NETWORK, precision, SMOOTHING);
      try (LocalSteps steps = new LocalSteps(buffers, PARTITIONS, settings, threads)) {
        results.add(after(steps, settings, 4));
      }
    }
    results.add(after(onDriver(settings, precision), settings, 4));
    assertThat(results.get(0)).isNotEqualTo(Initializer.parameters(NETWORK, 3));
    for (double[] result : results) {
      assertThat(result).isEqualTo(results.get(0));
    }
  }

  /** As jobs do it: the partitions' sums, added in a tree. */
  private static DriverSteps onDriver(MiniBatchSgdSettings settings, Precision precision) {
    Backpropagation buffers = new Backpropagation(NETWORK, precision, SMOOTHING);
    PartitionStep partitionStep = new PartitionStep(buffers, settings);
    return new DriverSteps(
        NETWORK,
        precision,
        settings,
        (parameters, epoch, step) -> {
          buffers.parameters().set(parameters);
          GrowingTreeSum<Gradients> sum = new GrowingTreeSum<>(PARTITIONS.size());
          for (int p = 0; p < PARTITIONS.size(); p++) {
            PartitionSamples samples = new PartitionSamples(PARTITIONS.get(p));
            int[] order = samples.shuffled(settings.seed(), epoch, p);
            sum.add(p, partitionStep.gradients(samples, order, p, epoch, step));
          }
          return sum.total();
        });
  }

  @Test
  void eachOfThemChangesTheResult() {
    MiniBatchSgdSettings settings = all();
    double[] whole = after(onDriver(settings, Precision.DOUBLE), settings, 4);
    List<TrainerSettings> others =
        List.of(
            training(new Adam(0.9, 0.99, 1e-8), new Strength(1e-3, 0.1, Course.FLAT_COSINE, 4)),
            training(settings.rule(), new Strength(1e-3, 0, Course.FLAT_COSINE, 4)),
            training(settings.rule(), new Strength(1e-3, 0.1)));
    for (TrainerSettings other : others) {
      MiniBatchSgdSettings without = new MiniBatchSgdSettings(other, 20, 2, Long.MAX_VALUE, 0.2, 7);
      assertThat(after(onDriver(without, Precision.DOUBLE), without, 4)).isNotEqualTo(whole);
    }
  }

  /** A step of all samples, in each of the three methods: of length 0.05 · 0.01. */
  @Test
  void aClippedStepOfAllSamplesIsTheSameInEveryMethod() {
    TrainerSettings training =
        training(new ClippedRule(new GradientDescent(), 0.01), new Strength(1e-3, 0));
    double[] initial = Initializer.parameters(NETWORK, 3);
    TrainingState from = TrainingState.initial(initial, training.optimizer());
    List<Batch> blocks = PARTITIONS.stream().flatMap(List::stream).toList();
    double[] full =
        new Trainer(new LocalObjective(NETWORK, List.of(blocks)), training, epoch -> {})
            .run(from, 1, Duration.ofHours(1))
            .state()
            .parameters();
    double length = 0;
    for (int i = 0; i < initial.length; i++) {
      length += (full[i] - initial[i]) * (full[i] - initial[i]);
    }
    assertThat(Math.sqrt(length)).isCloseTo(0.05 * 0.01, within(1e-12));
    double[] local =
        new LocalWorker(
                new Backpropagation(NETWORK, Precision.DOUBLE),
                new LocalSgdSettings(training, SAMPLES, 1, 0, 0, 7))
            .run(new Round(0, 0, initial, from.optimizer()), 0, new PartitionSamples(blocks))
            .parameters();
    assertThat(local).containsExactly(full, within(1e-14));
    MiniBatchSgdSettings steps =
        new MiniBatchSgdSettings(training, SAMPLES, 1, Long.MAX_VALUE, 0, 7);
    Backpropagation buffers = new Backpropagation(NETWORK, Precision.DOUBLE);
    try (LocalSteps runner = new LocalSteps(buffers, PARTITIONS, steps, 2)) {
      assertThat(after(runner, steps, 1)).containsExactly(full, within(1e-14));
    }
  }
}
