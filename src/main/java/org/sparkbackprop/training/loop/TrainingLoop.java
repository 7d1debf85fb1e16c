package org.sparkbackprop.training.loop;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.ValidatedRunner.Stretch;
import org.sparkbackprop.training.loop.ValidatedRunner.Validated;
import org.sparkbackprop.training.loop.ValidatedRunner.Validator;

/** Runs stretches of epochs with their validation, and between them rules and checkpoints. */
public final class TrainingLoop {

  /** Consecutive records of a too high cost after which training does not recover. */
  private static final int HOPELESS = 10;

  private static final String SPENT = "spent-seconds";
  private static final String FIRST_MEAN_COST = "first-mean-cost";
  private static final String HIGH_RECORDS = "high-records";

  /** A fall of the cost by less than this share does not count. */
  private static final double HARDLY = 1e-3;

  /** A mean cost of this, or of the first record if that is more, … */
  private static final double HIGH_COST = 1;

  /** … times this is too high. */
  private static final double TOO_MANY_TIMES = 10;

  /**
   * The epochs of a training, and when their records and checkpoints are due.
   *
   * @param epochs number of epochs, 0 or more
   */
  public record Schedule(long epochs, Recording recording, CheckpointRule checkpoints) {}

  /**
   * How the final parameters are found.
   *
   * @param validator of parameters, if there is a validation set
   * @param stopping what ends training early, and whether the best parameters are taken
   * @param calibration of the parameters taken
   */
  public record Selection(
      Optional<Validator> validator, Stopping stopping, UnaryOperator<double[]> calibration) {

    /** Without calibration. */
    public Selection(Optional<Validator> validator, Stopping stopping) {
      this(validator, stopping, UnaryOperator.identity());
    }
  }

  /**
   * How training ended.
   *
   * @param reason why
   * @param state the last one; if training diverged, its {@code lastGood} remains
   * @param chosen the final parameters: the last, or the best
   * @param last the record of the final parameters at their epoch; null if they are not finite, or
   *     training was stopped early on request
   * @param seconds of training, without validation
   */
  public record Outcome(
      StopReason reason,
      TrainingState state,
      TrainingState.ParametersAt chosen,
      EpochRecord last,
      double seconds) {}

  private final ValidatedRunner runner;
  private final Objective objective;
  private final Schedule schedule;
  private final CostFunction cost;
  private final Optional<Validator> validator;
  private final UnaryOperator<double[]> calibration;
  private final Stopping stopping;
  private Patience patience;
  private final LoopListener listener;
  private final Oscillation oscillation;
  private double seconds;
  private TimeParts spent;
  private double firstMeanCost;
  private int highRecords;
  private final boolean resumed;

  /** Null before the first validation. */
  private Validated latestValidation;

  private long keptEpoch;
  private long keptAt;

  /**
   * A loop over a way of running epochs.
   *
   * @param runner of epochs, which validates them too if there is a validator
   * @param objective cost and gradient of the final parameters, as sums over the samples
   * @param cost what is minimised
   * @param selection of the final parameters
   * @param memory of an earlier loop, if this one continues it
   */
  public TrainingLoop(
      ValidatedRunner runner,
      Objective objective,
      Schedule schedule,
      CostFunction cost,
      Selection selection,
      LoopMemory memory,
      LoopListener listener) {
    this.runner = runner;
    this.objective = objective;
    this.schedule = schedule;
    this.cost = cost;
    this.validator = selection.validator();
    this.calibration = selection.calibration();
    this.stopping = selection.stopping();
    this.resumed = !memory.equals(LoopMemory.NONE);
    this.patience = new Patience(stopping, memory);
    this.oscillation = new Oscillation(memory);
    this.seconds = memory.seconds();
    double[] parts = memory.vectors().getOrDefault(SPENT, new double[3]);
    this.spent = new TimeParts(parts[0], parts[1], parts[2]);
    this.firstMeanCost = memory.number(FIRST_MEAN_COST, Double.NaN);
    this.highRecords = (int) memory.number(HIGH_RECORDS, 0);
    this.listener = listener;
  }

  private LoopMemory memory() {
    Map<String, double[]> memory = new LinkedHashMap<>();
    memory.put(LoopMemory.SECONDS, new double[] {seconds});
    memory.put(SPENT, new double[] {spent.compute(), spent.waiting(), spent.aggregation()});
    memory.put(FIRST_MEAN_COST, new double[] {firstMeanCost});
    memory.put(HIGH_RECORDS, new double[] {highRecords});
    patience.remember(memory);
    oscillation.remember(memory);
    return new LoopMemory(memory);
  }

  /**
   * Trains from a state until the schedule is done, a rule ends training, it diverges, or it is
   * asked to stop.
   */
  public Outcome run(TrainingState from) {
    TrainingState state = from;
    keptAt = System.nanoTime();
    keptEpoch = resumed ? from.epoch() : -1; // the checkpoint it was resumed from is there
    while (state.epoch() < schedule.epochs()) {
      if (StopRequest.isMade()) {
        keep(state);
        return failed(StopReason.STOPPED, state);
      }
      if (timeLeft().compareTo(Duration.ZERO) <= 0) {
        return finish(state, atTheTimeLimit(state));
      }
      Stretch stretch = timed(state);
      Segment segment = stretch.epochs();
      segment.records().forEach(this::emit);
      state = segment.state();
      if (stretch.isBroken()) {
        validate(state.result().parameters()); // throws if the validation rows are at fault
        return failed(StopReason.DIVERGED, state);
      }
      if (highRecords >= HOPELESS) {
        return failed(StopReason.COST_ROSE, state);
      }
      if (segment.end() == StopReason.DIVERGED) {
        return failed(StopReason.DIVERGED, state);
      }
      listener.reached(state.epoch(), seconds);
      if (segment.ended().isPresent()) {
        return finish(state, segment.end());
      }
      if (schedule.checkpoints().isDue(state.epoch(), sinceKept())) {
        keep(state);
      }
    }
    return finish(state, StopReason.EPOCHS_DONE);
  }

  /** A state that is not finite is not kept: training notices it in its next epoch. */
  private void keep(TrainingState state) {
    if (state.epoch() != keptEpoch && Evaluation.allFinite(state.parameters())) {
      listener.checkpoint(state, memory());
      keptEpoch = state.epoch();
      keptAt = System.nanoTime();
    }
  }

  private Duration sinceKept() {
    return Duration.ofNanos(System.nanoTime() - keptAt);
  }

  private void emit(EpochRecord record) {
    if (Double.isNaN(firstMeanCost)) {
      firstMeanCost = record.meanCost();
    }
    highRecords = isHigh(record.meanCost()) ? highRecords + 1 : 0;
    listener.recorded(record);
    oscillation.saw(record).ifPresent(listener::noticed);
  }

  /** A target that is reached at the time limit is the better reason. */
  private StopReason atTheTimeLimit(TrainingState state) {
    return Optional.of(state)
        .filter(now -> schedule.recording().records(now.epoch()))
        .flatMap(this::validated)
        .flatMap(figures -> ValidatedEpochs.goodEnough(stopping, patience, figures))
        .orElse(StopReason.TIME_OVER);
  }

  private Optional<Validation> validated(TrainingState state) {
    if (latestValidation == null || latestValidation.epoch() != state.epoch()) {
      Optional<Validation> figures = validate(state.result().parameters());
      latestValidation = new Validated(state.epoch(), figures.orElse(null));
      figures.ifPresent(known -> patience.sawOnce(state, known));
    }
    return Optional.ofNullable(latestValidation.figures());
  }

  private Duration timeLeft() {
    return stopping.time().minusNanos((long) (seconds * 1e9));
  }

  private Stretch timed(TrainingState state) {
    Duration untilKept = schedule.checkpoints().timeLeft(sinceKept());
    Duration time = untilKept.compareTo(timeLeft()) < 0 ? untilKept : timeLeft();
    long begin = System.nanoTime();
    double before = seconds;
    TimeParts spentBefore = spent;
    Stretch stretch = runner.run(state, memory(), nextStop(state.epoch()), time);
    Segment segment = stretch.epochs();
    seconds += (System.nanoTime() - begin) * 1e-9 - stretch.validationSeconds();
    spent = spent.plus(segment.spent());
    latestValidation = stretch.latest() == null ? latestValidation : stretch.latest();
    patience = new Patience(stopping, stretch.memory());
    Segment later =
        new Segment(
            segment.state(),
            segment.records().stream().map(record -> record.later(before, spentBefore)).toList(),
            segment.end(),
            segment.spent());
    return new Stretch(later, stretch.memory(), stretch.latest(), stretch.validationSeconds());
  }

  /** Stretches end where the parameters are needed. */
  private long nextStop(long epoch) {
    long every = schedule.checkpoints().epochs();
    return every > 0 ? Math.min(schedule.epochs(), (epoch / every + 1) * every) : schedule.epochs();
  }

  private Outcome finish(TrainingState state, StopReason reason) {
    if (schedule.checkpoints().isThere() || StopRequest.isMade()) {
      keep(state); // before a validation that would not take place here if there were more epochs
    }
    if (!Evaluation.allFinite(state.parameters())) {
      return failed(StopReason.DIVERGED, state);
    }
    // the last parameters may be the best
    Optional<Validation> held = validated(state);
    if (stopping.patience() > 0 && validator.isPresent() && held.isEmpty()) {
      return failed(StopReason.DIVERGED, state);
    }
    TrainingState.ParametersAt reached = state.result();
    TrainingState.ParametersAt chosen = chosen(state, reason);
    Optional<EpochRecord> last = record(reached, state, held);
    Optional<EpochRecord> ofChosen =
        chosen.parameters() == reached.parameters()
            ? last
            : record(chosen, state, validate(chosen.parameters()));
    if (last.isEmpty() || ofChosen.isEmpty()) {
      return failed(StopReason.DIVERGED, state);
    }
    listener.recordedLast(last.get(), chosen.epoch());
    double meanCost = ofChosen.get().meanCost();
    if (isHigh(meanCost)) {
      return new Outcome(StopReason.COST_ROSE, state, chosen, ofChosen.get(), seconds);
    }
    compareWithTheFirst(meanCost).ifPresent(listener::noticed);
    return new Outcome(reason, state, chosen, ofChosen.get(), seconds);
  }

  /** The record of parameters at the end of training; none if their cost is not finite. */
  private Optional<EpochRecord> record(
      TrainingState.ParametersAt parameters, TrainingState end, Optional<Validation> held) {
    Evaluation evaluation = objective.evaluate(parameters.parameters());
    if (!evaluation.isFinite()) {
      return Optional.empty();
    }
    EpochRecord measured =
        schedule
            .recording()
            .withHealth(
                new EpochRecord(
                    parameters.epoch(),
                    evaluation.cost(),
                    cost.mean(evaluation.cost()),
                    evaluation.accuracy(),
                    seconds,
                    end.effort(),
                    spent),
                parameters.parameters());
    return Optional.of(held.map(measured::with).orElse(measured));
  }

  /** The parameters that reached a target; otherwise the best, if there is a rule. */
  private TrainingState.ParametersAt chosen(TrainingState state, StopReason reason) {
    if (reason == StopReason.ACCURACY_REACHED || reason == StopReason.COST_REACHED) {
      return state.result();
    }
    TrainingState.ParametersAt best = patience.chosen(state);
    return new TrainingState.ParametersAt(best.epoch(), calibration.apply(best.parameters()));
  }

  private Outcome failed(StopReason reason, TrainingState state) {
    return new Outcome(reason, state, state.lastGood(), null, seconds);
  }

  private boolean isHigh(double meanCost) {
    return meanCost > TOO_MANY_TIMES * Math.max(HIGH_COST, firstMeanCost);
  }

  private Optional<String> compareWithTheFirst(double meanCost) {
    String costs =
        String.format(Locale.ROOT, "%.6g a sample after %.6g at first", meanCost, firstMeanCost);
    return meanCost > (1 - HARDLY) * firstMeanCost && !CostFunction.rose(firstMeanCost, meanCost)
        ? Optional.of(
            "the cost has hardly fallen, "
                + costs
                + ": more epochs, or a larger learning rate (optimizer.learning-rate = auto finds"
                + " one), are needed")
        : Optional.empty();
  }

  private Optional<Validation> validate(double[] parameters) {
    return validator.flatMap(figures -> figures.figures(parameters));
  }
}
