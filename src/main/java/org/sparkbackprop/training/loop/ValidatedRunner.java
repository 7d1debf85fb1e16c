package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.EpochRunner.Segment;

/** A way of running epochs together with their validation. */
public interface ValidatedRunner {

  /** Gives figures of the validation set for parameters; none if they are not finite. */
  interface Validator {
    Optional<Validation> figures(double[] parameters);
  }

  /** Measures validation rows by something that their score does not tell. */
  interface Measuring extends Serializable {

    /** Looks at the rows of a partition. */
    interface Gatherer extends ForwardPass.Observer {}

    /** One for a partition, without rows. */
    Gatherer gatherer();

    /**
     * The value; NaN if it is undefined.
     *
     * @param score of all rows
     * @param partitions in their order
     */
    double value(Score score, List<Gatherer> partitions);
  }

  /**
   * Figures of the validation set, which may not be finite.
   *
   * @param epoch of the parameters
   * @param figures null if they are not finite
   */
  record Validated(long epoch, Validation figures) implements Serializable {}

  /**
   * Some epochs with their validation.
   *
   * @param epochs without the time of validation; records have the figures of the validation set
   * @param memory of the rules after them
   * @param latest validation, null if there was none; if its figures are not finite, the stretch
   *     ended with it
   * @param validationSeconds which do not count as training
   */
  record Stretch(Segment epochs, LoopMemory memory, Validated latest, double validationSeconds)
      implements Serializable {

    /** Whether figures of the validation set were not finite. */
    boolean isBroken() {
      return latest != null && latest.figures() == null;
    }

    /** The same with other times. */
    public Stretch with(TimeParts times) {
      return new Stretch(epochs.with(times), memory, latest, validationSeconds);
    }
  }

  /**
   * Runs at least one epoch, unless a rule ends training before it, and stops at {@code until}, or
   * earlier to keep the user informed.
   *
   * @param from the state to continue from; not modified
   * @param memory of the rules
   * @param until number of epochs that must not be exceeded, more than the state's
   * @param time of training after which it stops at the end of the current epoch
   */
  Stretch run(TrainingState from, LoopMemory memory, long until, Duration time);
}
