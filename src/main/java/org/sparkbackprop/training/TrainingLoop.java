package org.sparkbackprop.training;

import java.util.Optional;
import java.util.function.Function;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.EpochRecord.Validation;

/** Strings segments of epochs together, with validation and checkpoints between them. */
public final class TrainingLoop {

  /**
   * How long training goes on, and what happens on the way.
   *
   * @param epochs number of epochs, 0 or more
   * @param recordEvery an epoch is recorded if its number is a multiple of this
   * @param checkpointEvery the state is kept after every so many epochs; 0 means never
   */
  public record Schedule(long epochs, long recordEvery, long checkpointEvery) {}

  /**
   * How training ended.
   *
   * @param reason why
   * @param state the last one; its {@code lastGood} is what is left of a training that diverged
   * @param last the record of the final weights, or null if training diverged
   * @param seconds of training, without validation
   */
  public record Outcome(StopReason reason, TrainingState state, EpochRecord last, double seconds) {}

  private final EpochRunner runner;
  private final Schedule schedule;
  private final long samples;
  private final Optional<Function<double[], Validation>> validator;
  private final TrainingListener listener;
  private double seconds;

  /**
   * A loop over one way of running epochs.
   *
   * @param samples number of training samples
   * @param validator figures of the validation part for given weights, if there is one
   */
  public TrainingLoop(
      EpochRunner runner,
      Schedule schedule,
      long samples,
      Optional<Function<double[], Validation>> validator,
      TrainingListener listener) {
    this.runner = runner;
    this.schedule = schedule;
    this.samples = samples;
    this.validator = validator;
    this.listener = listener;
  }

  /** Trains from a state until the schedule is done or training diverged. */
  public Outcome run(TrainingState from) {
    TrainingState state = from;
    while (state.epoch() < schedule.epochs()) {
      Optional<Validation> validation =
          isMultiple(state.epoch(), schedule.recordEvery())
              ? validate(state.weights())
              : Optional.empty();
      Segment segment = timed(state, nextStop(state.epoch()));
      for (EpochRecord record : segment.records()) {
        listener.recorded(validation.isPresent() ? record.with(validation.get()) : record);
      }
      state = segment.state();
      if (segment.diverged()) {
        return new Outcome(StopReason.DIVERGED, state, null, seconds);
      }
      listener.reached(state.epoch(), seconds);
      if (isMultiple(state.epoch(), schedule.checkpointEvery())
          && Evaluation.allFinite(state.weights())) {
        listener.checkpoint(state);
      }
    }
    return finish(state);
  }

  private Segment timed(TrainingState state, long until) {
    long begin = System.nanoTime();
    double before = seconds;
    Segment segment = runner.run(state, until);
    seconds += (System.nanoTime() - begin) * 1e-9;
    return new Segment(
        segment.state(),
        segment.records().stream().map(record -> record.later(before)).toList(),
        segment.diverged());
  }

  /** Segments end where something is to be done with the weights. */
  private long nextStop(long epoch) {
    long stop = schedule.epochs();
    if (validator.isPresent()) {
      stop = Math.min(stop, nextMultiple(epoch, schedule.recordEvery()));
    }
    if (schedule.checkpointEvery() > 0) {
      stop = Math.min(stop, nextMultiple(epoch, schedule.checkpointEvery()));
    }
    return stop;
  }

  private Outcome finish(TrainingState state) {
    Evaluation evaluation = runner.evaluate(state.weights());
    if (!evaluation.isFinite() || !Evaluation.allFinite(state.weights())) {
      return new Outcome(StopReason.DIVERGED, state, null, seconds);
    }
    EpochRecord last =
        new EpochRecord(
            state.epoch(),
            evaluation.cost(),
            evaluation.cost() / samples,
            evaluation.accuracy(),
            seconds,
            validate(state.weights()).orElse(null));
    listener.recorded(last);
    return new Outcome(StopReason.EPOCHS_DONE, state, last, seconds);
  }

  private Optional<Validation> validate(double[] weights) {
    return validator.map(figures -> figures.apply(weights));
  }

  private static boolean isMultiple(long epoch, long step) {
    return step > 0 && epoch % step == 0;
  }

  private static long nextMultiple(long epoch, long step) {
    return (epoch / step + 1) * step;
  }
}
