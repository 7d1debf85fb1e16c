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
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.GradientDescent;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/** The loop over a runner of which each epoch adds 1 to the only weight. */
class StoppingTest {

  private static final CostFunction COST =
      new CostFunction(GradientScale.MEAN, 10, 10, Regularization.none());

  private final List<EpochRecord> records = new ArrayList<>();
  private long chosenEpoch = -1;

  /** Runs one epoch a segment. */
  private record Counting(Duration epochTakes) implements EpochRunner {

    @Override
    public Segment run(TrainingState from, long until, Duration time) {
      long end = System.nanoTime() + epochTakes.toNanos();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      double[] parameters = {from.parameters()[0] + 1};
      EpochRecord record =
          new EpochRecord(from.epoch(), 10, 1, 0.5, 0, from.effort(), TimeParts.NONE);
      TrainingState next =
          new TrainingState(
              from.epoch() + 1, parameters, from.optimizer(), null, Effort.NONE, from.lastGood());
      return new Segment(next, List.of(record), null, TimeParts.NONE);
    }
  }

  /** How often the validation part was looked at. */
  private int validations;

  /** Validation costs by the weight, which is the number of epochs done. */
  private Outcome run(Stopping stopping, double... costs) {
    Optional<ValidatedRunner.Validator> validator =
        Optional.of(
            parameters -> {
              validations++;
              double cost = costs[(int) parameters[0]];
              return Optional.of(new Validation(cost, cost / 10, 1 - cost / 100));
            });
    return new TrainingLoop(
            new ValidatedEpochs(
                new Counting(Duration.ZERO),
                validator,
                stopping,
                Recording.every(1),
                Stopping.NO_LIMIT),
            parameters -> new Evaluation(10, 0.5, new double[1]),
            new TrainingLoop.Schedule(costs.length - 1, Recording.every(1), CheckpointRule.NEVER),
            COST,
            new TrainingLoop.Selection(validator, stopping),
            LoopMemory.NONE,
            new Recorder())
        .run(TrainingState.initial(new double[1], new GradientDescent()));
  }

  private static Stopping patience(long records, Stopping.Measure measure, double least) {
    return new Stopping(Stopping.Targets.none(), records, measure, least, Stopping.NO_LIMIT);
  }

  @ParameterizedTest
  @CsvSource({"COST", "ACCURACY", "COST_AND_ERROR"})
  void trainingEndsAfterSoManyRecordsWithoutImprovementAndTakesTheBest(Stopping.Measure measure) {
    Outcome outcome = run(patience(3, measure, 0), 9, 7, 8, 5, 6, 5, 7, 1, 0);
    assertThat(outcome.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
    assertThat(outcome.state().epoch()).isEqualTo(6);
    assertThat(outcome.chosen().epoch()).isEqualTo(3);
    assertThat(outcome.chosen().parameters()).containsExactly(3);
    assertThat(outcome.last().validated().get().cost()).isEqualTo(5);
    assertThat(outcome.last().epoch()).isEqualTo(3);
    assertThat(records).extracting(EpochRecord::epoch).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    // each line is what was, and the last one says which parameters were kept
    assertThat(records)
        .extracting(record -> record.validation().cost())
        .containsExactly(9.0, 7.0, 8.0, 5.0, 6.0, 5.0, 7.0);
    assertThat(chosenEpoch).isEqualTo(3);
    assertThat(validations).as("each epoch once, and the kept parameters again").isEqualTo(7 + 1);
  }

  @Test
  void anImprovementHasToBeLargeEnough() {
    Outcome outcome = run(patience(2, Stopping.Measure.COST, 0.5), 9, 7, 6, 5, 1);
    // costs of a sample of 0.7 and 0.6 are not 0.5 below the 0.9 of the first
    assertThat(outcome.reason()).isEqualTo(StopReason.NO_IMPROVEMENT);
    assertThat(outcome.chosen().epoch()).isZero();
    assertThat(outcome.state().epoch()).isEqualTo(2);
  }

  @Test
  void theBestWeightsAreTakenAlsoAfterTheLastEpoch() {
    Outcome outcome = run(patience(10, Stopping.Measure.COST, 0), 9, 4, 6, 5);
    assertThat(outcome.reason()).isEqualTo(StopReason.EPOCHS_DONE);
    assertThat(outcome.chosen().epoch()).isEqualTo(1);
    Outcome falling = run(patience(10, Stopping.Measure.COST, 0), 9, 4, 6, 3);
    assertThat(falling.chosen().epoch()).isEqualTo(3);
  }

  @Test
  void withoutPatienceTheLastWeightsAreTaken() {
    Outcome outcome = run(Stopping.never(), 1, 2, 3);
    assertThat(outcome.chosen().epoch()).isEqualTo(2);
    assertThat(chosenEpoch).isEqualTo(2);
    assertThat(validations).isEqualTo(3);
    assertThat(outcome.reason()).isEqualTo(StopReason.EPOCHS_DONE);
  }

  @Test
  void aTargetThatIsReachedEndsWithTheWeightsThatReachIt() {
    // by cost, epoch 1 stays the best, as the improvement after it is not large enough
    Stopping both =
        new Stopping(
            new Stopping.Targets(0.96, Double.NaN, Double.NaN),
            9,
            Stopping.Measure.COST,
            0.3,
            Stopping.NO_LIMIT);
    Outcome outcome = run(both, 9, 5.5, 5, 4, 3);
    assertThat(outcome.reason()).isEqualTo(StopReason.ACCURACY_REACHED);
    assertThat(outcome.chosen().epoch()).isEqualTo(3);
  }

  @Test
  void targetsAreThoseOfTheValidationPartWhereThereIsOne() {
    Stopping accuracy =
        new Stopping(
            new Stopping.Targets(0.94, Double.NaN, Double.NaN),
            0,
            Stopping.Measure.COST,
            0,
            Stopping.NO_LIMIT);
    Outcome outcome = run(accuracy, 9, 7, 6, 5);
    assertThat(outcome.reason()).isEqualTo(StopReason.ACCURACY_REACHED);
    assertThat(outcome.state().epoch()).isEqualTo(2);
    Stopping cost =
        new Stopping(
            new Stopping.Targets(Double.NaN, 0.7, Double.NaN),
            0,
            Stopping.Measure.COST,
            0,
            Stopping.NO_LIMIT);
    Outcome cheaper = run(cost, 9, 7, 6, 5);
    assertThat(cheaper.reason()).isEqualTo(StopReason.COST_REACHED);
    assertThat(cheaper.state().epoch()).isEqualTo(1);
  }

  @Test
  void costAndErrorPrefersALaterEpochOfFewerErrorsToOneOfALittleLessCost() {
    Validation earlier = new Validation(45, 0.45, 0.60);
    Validation later = new Validation(50, 0.50, 0.80);
    assertThat(patience(1, Stopping.Measure.COST, 0).merit(earlier))
        .isGreaterThan(patience(1, Stopping.Measure.COST, 0).merit(later));
    assertThat(patience(1, Stopping.Measure.COST_AND_ERROR, 0).merit(earlier)).isEqualTo(-0.65);
    assertThat(patience(1, Stopping.Measure.COST_AND_ERROR, 0).merit(later)).isEqualTo(-0.6);
  }

  private static Stopping oneStandardError() {
    return new Stopping(
        Stopping.Targets.none(),
        99,
        Stopping.Measure.COST_AND_ERROR,
        Stopping.Choice.ONE_STANDARD_ERROR,
        0,
        Stopping.NO_LIMIT);
  }

  /**
   * Of 10 rows and the least cost 2, the error rate is 0.02, its standard error √(0.02 · 0.98 / 10)
   * = 0.0443, and the measure 0.2 + 0.01; a cost of 0.05 more a row adds 0.0525 or more to it.
   */
  @ParameterizedTest
  @CsvSource({
    "'9, 2, 2.3, 2.4, 2.6', 3",
    "'9, 2, 2.6, 2.4, 2.6', 3",
    "'9, 2.4, 2, 2.6, 2.7', 2",
    "'9, 2.3, 2.4, 2.6, 2', 4",
    "'9, 8, 2, 7, 2.42', 4",
    "'9, 8, 2, 7, 2.43', 2",
  })
  void theLatestWithinOneStandardErrorOfTheBestIsTaken(String costs, long epoch) {
    double[] each = Arrays.stream(costs.split(",")).mapToDouble(Double::parseDouble).toArray();
    Outcome outcome = run(oneStandardError(), each);
    assertThat(outcome.chosen().epoch()).isEqualTo(epoch);
    assertThat(outcome.chosen().parameters()).containsExactly((double) epoch);
    assertThat(chosenEpoch).isEqualTo(epoch);
  }

  @Test
  void withoutErrorsTheBestIsTaken() {
    assertThat(new Validation(0, 0, 1).standardError()).isZero();
    assertThat(new Validation(30, 0.75, 0.9).standardError())
        .isCloseTo(Math.sqrt(0.9 * 0.1 / 40), within(1e-12));
  }

  @Test
  void trainingEndsWhenItsTimeIsOver() {
    Stopping stopping =
        new Stopping(Stopping.Targets.none(), 0, Stopping.Measure.COST, 0, Duration.ofMillis(40));
    TrainingLoop loop =
        new TrainingLoop(
            new ValidatedEpochs(
                new Counting(Duration.ofMillis(15)),
                Optional.empty(),
                stopping,
                Recording.every(1),
                Stopping.NO_LIMIT),
            parameters -> new Evaluation(10, 0.5, new double[1]),
            new TrainingLoop.Schedule(1000, Recording.every(1), CheckpointRule.NEVER),
            COST,
            new TrainingLoop.Selection(Optional.empty(), stopping),
            LoopMemory.NONE,
            new Recorder());
    Outcome outcome = loop.run(TrainingState.initial(new double[1], new GradientDescent()));
    assertThat(outcome.reason()).isEqualTo(StopReason.TIME_OVER);
    assertThat(outcome.state().epoch()).isBetween(1L, 3L);
  }

  private final class Recorder implements LoopListener {

    @Override
    public void recorded(EpochRecord epochRecord) {
      records.add(epochRecord);
    }

    @Override
    public void recordedLast(EpochRecord epochRecord, long chosen) {
      recorded(epochRecord);
      chosenEpoch = chosen;
    }

    @Override
    public void noticed(String sentence) {
      assertThat(sentence).contains("the cost has hardly fallen");
    }

    @Override
    public void reached(long epoch, double seconds) {
      assertThat(seconds).isPositive();
    }

    @Override
    public void checkpoint(TrainingState state, LoopMemory memory) {
      throw new AssertionError("none was asked for");
    }
  }

  @Test
  void oscillationIsToldOnceAndSteadyDescentIsNot() {
    Oscillation steady = new Oscillation(LoopMemory.NONE);
    Oscillation wild = new Oscillation(LoopMemory.NONE);
    int told = 0;
    for (int epoch = 0; epoch < 60; epoch++) {
      EpochRecord falling =
          new EpochRecord(epoch, 100.0 - epoch, 1, 0, 0, Effort.NONE, TimeParts.NONE);
      assertThat(steady.saw(falling)).isEmpty();
      double cost = epoch % 2 == 0 ? 100 : 120;
      Optional<String> sentence =
          wild.saw(new EpochRecord(epoch, cost, 1, 0, 0, Effort.NONE, TimeParts.NONE));
      told += sentence.isPresent() ? 1 : 0;
      sentence.ifPresent(s -> assertThat(s).contains("the cost rose in 4 of the last 8 steps"));
    }
    assertThat(told).isEqualTo(1);
  }

  @Test
  void theNoiseOfMiniBatchesIsNoOscillation() {
    Oscillation noisy = new Oscillation(LoopMemory.NONE);
    for (int epoch = 0; epoch < 60; epoch++) {
      double cost = epoch % 2 == 0 ? 100 : 100.5;
      assertThat(noisy.saw(new EpochRecord(epoch, cost, 1, 0, 0, Effort.NONE, TimeParts.NONE)))
          .isEmpty();
    }
  }
}
