package org.sparkbackprop.training.loop;

import java.time.Duration;

/** A way of running epochs. */
public interface EpochRunner {

  /**
   * Runs at least one epoch and stops before {@code until}, or earlier where that keeps the user
   * informed.
   *
   * @param from the state to go on from; not modified
   * @param until number of epochs that must not be passed, more than the state's
   * @param time after which it stops at the end of the epoch that it is in
   */
  Segment run(TrainingState from, long until, Duration time);
}
