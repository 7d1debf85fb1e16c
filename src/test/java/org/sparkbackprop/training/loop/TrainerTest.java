package org.sparkbackprop.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;
import org.sparkbackprop.training.loop.TrainingLoop.Schedule;

class TrainerTest {

  private static final Network NETWORK =
      Network.of(2, List.of(3), Activations.named("sigmoid").get(), 3);
  private static final Batch SAMPLES = RandomBatch.of(40, 2, 3, 8);

  /** Keeps what a training tells. */
  private static final class Recorder implements LoopListener {
    final List<EpochRecord> records = new ArrayList<>();
    final List<Long> checkpoints = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    @Override
    public void recorded(EpochRecord epochRecord) {
      records.add(epochRecord);
    }

    @Override
    public void noticed(String sentence) {
      notes.add(sentence);
    }

    @Override
    public void reached(long epoch, double seconds) {
      assertThat(seconds).isNotNegative();
    }

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {
      checkpoints.add(state.epoch());
    }

    List<Long> epochs() {
      return records.stream().map(EpochRecord::epoch).toList();
    }
  }

  private static final CostFunction MEAN =
      new CostFunction(GradientScale.MEAN, SAMPLES.size(), SAMPLES.size(), Regularization.none());

  private static TrainerSettings settings(long recordEvery, Duration budget) {
    return settings(0.1, MEAN, recordEvery, budget);
  }

  private static TrainerSettings settings(
      double rate, CostFunction cost, long recordEvery, Duration budget) {
    return new TrainerSettings(
        new GradientDescent(),
        LearningRate.constant(rate),
        cost,
        Stopping.Targets.none(),
        Recording.every(recordEvery),
        budget);
  }

  private static Outcome train(
      Objective objective, TrainerSettings settings, Schedule schedule, Recorder recorder) {
    Trainer trainer = new Trainer(objective, settings, epoch -> {});
    return new TrainingLoop(
            new ValidatedEpochs(
                trainer,
                Optional.empty(),
                Stopping.never(),
                schedule.recording(),
                Stopping.NO_LIMIT),
            objective,
            schedule,
            MEAN,
            new TrainingLoop.Selection(Optional.empty(), Stopping.never()),
            LoopMemory.NONE,
            recorder)
        .run(TrainingState.initial(Initializer.parameters(NETWORK, 4), settings.optimizer()));
  }

  private static Objective objective() {
    return new LocalObjective(NETWORK, List.of(List.of(SAMPLES)));
  }

  @Test
  void recordsEveryNthEpochAndTheFinalWeights() {
    Recorder recorder = new Recorder();
    Outcome outcome =
        train(
            objective(),
            settings(10, Duration.ofHours(1)),
            new Schedule(25, Recording.every(10), CheckpointRule.every(8)),
            recorder);
    assertThat(recorder.epochs()).containsExactly(0L, 10L, 20L, 25L);
    assertThat(recorder.checkpoints).containsExactly(8L, 16L, 24L, 25L);
    assertThat(outcome.reason()).isEqualTo(StopReason.EPOCHS_DONE);
    assertThat(outcome.last()).isEqualTo(recorder.records.get(3));
    assertThat(recorder.records)
        .isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
  }

  @Test
  void aRecordSpeaksOfTheWeightsBeforeTheStep() {
    Recorder recorder = new Recorder();
    train(
        objective(),
        settings(1, Duration.ofHours(1)),
        new Schedule(2, Recording.every(1), CheckpointRule.NEVER),
        recorder);
    Evaluation initial = objective().evaluate(Initializer.parameters(NETWORK, 4));
    EpochRecord first = recorder.records.get(0);
    assertThat(first.cost()).isEqualTo(initial.cost());
    assertThat(first.accuracy()).isEqualTo(initial.accuracy());
    assertThat(first.errorRate()).isEqualTo(1 - initial.accuracy());
    assertThat(first.meanCost()).isEqualTo(initial.cost() / 40);
    assertThat(recorder.records.get(2).cost()).isLessThan(first.cost());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 7, 100})
  void segmentsHaveNoInfluenceOnTheResult(long checkpointEvery) {
    double[] whole =
        train(
                objective(),
                settings(50, Duration.ofHours(1)),
                new Schedule(100, Recording.every(50), CheckpointRule.NEVER),
                new Recorder())
            .state()
            .parameters();
    double[] pieces =
        train(
                objective(),
                settings(50, Duration.ZERO),
                new Schedule(100, Recording.every(50), CheckpointRule.every(checkpointEvery)),
                new Recorder())
            .state()
            .parameters();
    assertThat(pieces).isEqualTo(whole);
  }

  @Test
  void noEpochsLeaveTheInitialWeightsAndTheirRecord() {
    Recorder recorder = new Recorder();
    Outcome outcome =
        train(
            objective(),
            settings(1, Duration.ofHours(1)),
            new Schedule(0, Recording.every(1), CheckpointRule.NEVER),
            recorder);
    assertThat(recorder.epochs()).containsExactly(0L);
    assertThat(outcome.state().parameters()).isEqualTo(Initializer.parameters(NETWORK, 4));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4, 100})
  void divergenceKeepsTheLastGoodWeights(long checkpointEvery) {
    List<double[]> seen = new ArrayList<>();
    Objective fails =
        at -> {
          seen.add(at.clone());
          double cost = seen.size() <= 4 ? 1.0 : Double.NaN;
          return new Evaluation(cost, 0.5, new double[at.length]);
        };
    Recorder recorder = new Recorder();
    Outcome outcome =
        train(
            fails,
            settings(1, Duration.ofHours(1)),
            new Schedule(10, Recording.every(1), CheckpointRule.every(checkpointEvery)),
            recorder);
    assertThat(outcome.reason()).isEqualTo(StopReason.DIVERGED);
    assertThat(recorder.epochs()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(outcome.state().epoch()).isEqualTo(4);
    assertThat(outcome.state().lastGood().epoch()).isEqualTo(3);
    assertThat(outcome.state().lastGood().parameters()).isEqualTo(seen.get(3));
  }

  @Test
  void weightsThatAreNotFiniteAreDivergenceEvenWhereTheCostIsFinite() {
    Objective steep =
        at -> {
          double[] gradient = new double[at.length];
          Arrays.fill(gradient, at.length == 0 ? 0 : Double.MAX_VALUE);
          return new Evaluation(1.0, 0.5, gradient);
        };
    TrainerSettings settings =
        settings(
            10,
            new CostFunction(GradientScale.SUM, 40, 40, Regularization.none()),
            1,
            Duration.ofHours(1));
    Outcome outcome =
        train(
            steep,
            settings,
            new Schedule(5, Recording.every(1), CheckpointRule.NEVER),
            new Recorder());
    assertThat(outcome.reason()).isEqualTo(StopReason.DIVERGED);
    assertThat(outcome.state().lastGood().parameters())
        .isEqualTo(Initializer.parameters(NETWORK, 4));
  }

  @Test
  void finalWeightsThatAreNotFiniteAreDivergence() {
    int[] calls = {0};
    Objective fails =
        at -> new Evaluation(++calls[0] <= 3 ? 1.0 : Double.NaN, 0.5, new double[at.length]);
    Outcome outcome =
        train(
            fails,
            settings(1, Duration.ofHours(1)),
            new Schedule(3, Recording.every(1), CheckpointRule.NEVER),
            new Recorder());
    assertThat(outcome.reason()).isEqualTo(StopReason.DIVERGED);
    assertThat(outcome.state().lastGood().epoch()).isEqualTo(2);
  }

  @Test
  void validationSpeaksOfTheSameWeightsAsTheRecord() {
    Trainer trainer = new Trainer(objective(), settings(5, Duration.ZERO), epoch -> {});
    Recorder recorder = new Recorder();
    Optional<ValidatedRunner.Validator> validator =
        Optional.of(
            parameters -> {
              Evaluation same = objective().evaluate(parameters);
              return Optional.of(
                  new EpochRecord.Validation(
                      same.cost(), same.cost() / SAMPLES.size(), same.accuracy()));
            });
    new TrainingLoop(
            new ValidatedEpochs(
                trainer, validator, Stopping.never(), Recording.every(5), Duration.ZERO),
            objective(),
            new Schedule(12, Recording.every(5), CheckpointRule.NEVER),
            MEAN,
            new TrainingLoop.Selection(validator, Stopping.never()),
            LoopMemory.NONE,
            recorder)
        .run(TrainingState.initial(Initializer.parameters(NETWORK, 4), new GradientDescent()));
    assertThat(recorder.epochs()).containsExactly(0L, 5L, 10L, 12L);
    assertThat(recorder.records)
        .allSatisfy(r -> assertThat(r.validated().get().cost()).isEqualTo(r.cost()));
  }

  @Test
  void aColumnOfOnesDoesWhatTheBiasDoes() {
    Network withBias = Network.of(2, List.of(), Activations.IDENTITY, 3);
    Network withOnes = Network.of(3, List.of(), Activations.IDENTITY, 3);
    double[] ones = Arrays.copyOf(((DoubleMatrix) SAMPLES.inputs()).array(), 3 * 40);
    Arrays.fill(ones, 80, 120, 1.0);
    Batch extended = new Batch(DoubleMatrix.columnMajor(ones, 0, 40, 3), SAMPLES.targets());
    Objective biased = new LocalObjective(withBias, List.of(List.of(SAMPLES)));
    Objective free = new LocalObjective(withOnes, List.of(List.of(extended)));
    Objective biasHeldAtZero =
        at -> {
          Evaluation e = free.evaluate(at);
          Arrays.fill(e.gradient(), 9, 12, 0.0);
          return e;
        };
    double[] w = descend(biased, new double[9]);
    double[] v = descend(biasHeldAtZero, new double[12]);
    // W (2 × 3) and b (3) on one side; W (3 × 3), whose last row belongs to the ones, on the other
    assertThat(Arrays.copyOf(v, 9)).containsExactly(w, within(1e-12));
    assertThat(Arrays.copyOfRange(w, 6, 9)).doesNotContain(0.0);
  }

  private static double[] descend(Objective objective, double[] from) {
    Trainer trainer = new Trainer(objective, settings(1, Duration.ofHours(1)), epoch -> {});
    return trainer
        .run(TrainingState.initial(from, new GradientDescent()), 300, Duration.ofHours(1))
        .state()
        .parameters();
  }
}
