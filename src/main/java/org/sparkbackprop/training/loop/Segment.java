package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sparkbackprop.optim.StopReason;

/**
 * Some epochs of a training, done at one go.
 *
 * @param state after them; where training is to end, the state that it ends with
 * @param records of the epochs that are recorded, their seconds counted from the segment's begin
 * @param end why training ends here, or null if it goes on
 * @param spent where its time went
 */
public record Segment(
    TrainingState state, List<EpochRecord> records, StopReason end, TimeParts spent)
    implements Serializable {

  /** The same with times that are known better where it was begun. */
  public Segment with(TimeParts times) {
    return new Segment(state, records, end, times);
  }

  /** Why training ends here, if it does. */
  public Optional<StopReason> ended() {
    return Optional.ofNullable(end);
  }
}
