package org.sparkbackprop.training.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.EpochRunner.Segment;

/**
 * Epochs with the validation of their parameters, and the rules that depend on it. It knows nothing
 * of Spark: a task runs it as the driver does.
 */
public final class ValidatedEpochs implements ValidatedRunner {

  private final EpochRunner runner;
  private final Optional<Validator> validator;
  private final Stopping stopping;
  private final Recording recording;
  private final Duration budget;

  /**
   * Epochs of a runner.
   *
   * @param validator if there is a validation set
   * @param stopping what ends training early
   * @param recording which epochs are validated and recorded
   * @param budget after this time a stretch ends with its epoch; no influence on results
   */
  public ValidatedEpochs(
      EpochRunner runner,
      Optional<Validator> validator,
      Stopping stopping,
      Recording recording,
      Duration budget) {
    this.runner = runner;
    this.validator = validator;
    this.stopping = stopping;
    this.recording = recording;
    this.budget = budget;
  }

  @Override
  public Stretch run(TrainingState from, LoopMemory memory, long until, Duration time) {
    if (validator.isEmpty()) {
      return new Stretch(runner.run(from, until, time), memory, null, 0);
    }
    Course course = new Course(from, memory);
    Duration limit = time.compareTo(budget) < 0 ? time : budget;
    do {
      course.next(until, limit);
    } while (course.end == null
        && !course.isBroken()
        && course.state.epoch() < until
        && course.left(limit).compareTo(Duration.ZERO) > 0
        && !StopRequest.isMade());
    return course.stretch();
  }

  /** The epochs up to now. */
  private final class Course {

    private final long begin = System.nanoTime();
    private final Patience patience;
    private final List<EpochRecord> records = new ArrayList<>();
    private TrainingState state;
    private TimeParts spent = TimeParts.NONE;
    private StopReason end;
    private Validated latest;
    private long validationNanos;

    Course(TrainingState from, LoopMemory memory) {
      state = from;
      patience = new Patience(stopping, memory);
    }

    boolean isBroken() {
      return latest != null && latest.figures() == null;
    }

    Duration left(Duration limit) {
      return limit.minusNanos(System.nanoTime() - begin - validationNanos);
    }

    /** Runs the epochs up to the next one that is recorded. */
    void next(long until, Duration limit) {
      Validation figures = null;
      if (recording.records(state.epoch())) {
        validate();
        figures = latest.figures();
        if (figures == null || end != null) {
          return;
        }
      }
      double before = (System.nanoTime() - begin - validationNanos) * 1e-9;
      TimeParts spentBefore = spent;
      long stop = (state.epoch() / recording.every() + 1) * recording.every();
      Segment segment = runner.run(state, Math.min(until, stop), left(limit));
      for (EpochRecord each : segment.records()) {
        EpochRecord later = each.later(before, spentBefore);
        records.add(figures == null ? later : later.with(figures));
      }
      state = segment.state();
      spent = spent.plus(segment.spent());
      end = segment.end();
    }

    private void validate() {
      long start = System.nanoTime();
      Optional<Validation> figures = validator.orElseThrow().figures(state.result().parameters());
      validationNanos += System.nanoTime() - start;
      latest = new Validated(state.epoch(), figures.orElse(null));
      if (figures.isPresent()) {
        patience.sawOnce(state, figures.get());
        end = goodEnough(stopping, patience, figures.get()).orElse(null);
      }
    }

    Stretch stretch() {
      Map<String, double[]> memory = new LinkedHashMap<>();
      patience.remember(memory);
      return new Stretch(
          new Segment(state, records, end, spent),
          new LoopMemory(memory),
          latest,
          validationNanos * 1e-9);
    }
  }

  /** Why training ends with these figures, if it does. */
  static Optional<StopReason> goodEnough(Stopping rules, Patience seen, Validation figures) {
    return rules
        .targets()
        .reached(figures.accuracy(), figures.meanCost())
        .or(() -> seen.isOver() ? Optional.of(StopReason.NO_IMPROVEMENT) : Optional.empty());
  }
}
