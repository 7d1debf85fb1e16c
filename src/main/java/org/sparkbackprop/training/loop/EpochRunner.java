package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.optim.StopReason;

/** A way of running epochs. */
public interface EpochRunner {

  /**
   * Some epochs of a training, run without interruption.
   *
   * @param state after them; if training is to end, its last state
   * @param records of the recorded epochs, with seconds since the start of the segment
   * @param end why training ends here, or null if it goes on
   * @param spent where the time went
   */
  record Segment(TrainingState state, List<EpochRecord> records, StopReason end, TimeParts spent)
      implements Serializable {

    /** The same with other times. */
    public Segment with(TimeParts times) {
      return new Segment(state, records, end, times);
    }

    /** Why training ends here, if it does. */
    public Optional<StopReason> ended() {
      return Optional.ofNullable(end);
    }
  }

  /**
   * Runs at least one epoch and stops at {@code until}, or earlier to keep the user informed.
   *
   * @param from the state to continue from; not modified
   * @param until number of epochs that must not be exceeded, more than the state's
   * @param time after which it stops at the end of the current epoch
   */
  Segment run(TrainingState from, long until, Duration time);
}
