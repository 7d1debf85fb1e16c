package org.sparkbackprop.training.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/** Runs the epochs of a segment one after the other; subclasses define an epoch. */
public abstract class EpochByEpoch implements EpochRunner {

  /** Is told of every epoch, and knows where its time goes. */
  public interface EpochWatch {

    /** An epoch of this number is about to run. */
    void begins(long epoch);

    /** Where time has gone so far, since any moment. */
    default TimeParts spent() {
      return TimeParts.NONE;
    }

    /** A watch over epochs that only compute. */
    static EpochWatch computing() {
      long begin = System.nanoTime();
      return new EpochWatch() {
        @Override
        public void begins(long epoch) {
          // nobody is told
        }

        @Override
        public TimeParts spent() {
          return new TimeParts((System.nanoTime() - begin) * 1e-9, 0, 0);
        }
      };
    }
  }

  private final TrainerSettings settings;
  private final EpochWatch watch;

  protected EpochByEpoch(TrainerSettings settings, EpochWatch watch) {
    this.settings = settings;
    this.watch = watch;
  }

  /** A training that continues from a state, which is not modified. */
  protected abstract Course from(TrainingState state);

  @Override
  public final Segment run(TrainingState from, long until, Duration time) {
    long begin = System.nanoTime();
    TimeParts spentBefore = watch.spent();
    Duration budget = time.compareTo(settings.budget()) < 0 ? time : settings.budget();
    Course course = from(from);
    Optional<StopReason> end;
    do {
      course.seconds = (System.nanoTime() - begin) * 1e-9;
      course.spent = watch.spent().minus(spentBefore);
      watch.begins(course.epoch());
      end = course.next();
    } while (end.isEmpty()
        && course.epoch() < until
        && System.nanoTime() - begin < budget.toNanos()
        && !StopRequest.isMade());
    if (end.isPresent()) { // the record of the last state will be that of the training's end
      course.records.removeIf(record -> record.epoch() == course.epoch());
    }
    TimeParts spent = watch.spent().minus(spentBefore);
    return new Segment(course.state(), course.records, end.orElse(null), spent);
  }

  /** A training in the course of a segment. */
  protected abstract class Course {

    private final List<EpochRecord> records = new ArrayList<>();
    private double seconds;
    private TimeParts spent;

    /** Number of epochs done. */
    protected abstract long epoch();

    /** The state after those epochs. */
    protected abstract TrainingState state();

    /** Runs an epoch; returns why training ends with it, if it does. */
    protected abstract Optional<StopReason> next();

    /**
     * Records the current epoch, if it is to be recorded.
     *
     * @param parameters before it
     * @param effort before it
     * @return the target that is reached, if any
     */
    protected final Optional<StopReason> record(
        double[] parameters, Effort effort, double dataCost, double accuracy) {
      if (!settings.recording().records(epoch())) {
        return Optional.empty();
      }
      double meanCost = settings.cost().mean(dataCost);
      EpochRecord record =
          new EpochRecord(epoch(), dataCost, meanCost, accuracy, seconds, effort, spent);
      records.add(settings.recording().complete(record, parameters));
      return settings.targets().reached(accuracy, meanCost);
    }
  }
}
