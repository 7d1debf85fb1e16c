package org.sparkbackprop.training.loop;

import java.time.Duration;

/**
 * When a training writes checkpoints. If it writes any, it also writes one at the end, so that more
 * epochs can follow.
 *
 * @param epochs between two checkpoints; 0: by time alone
 * @param time between two checkpoints; zero: by epochs alone
 */
public record CheckpointRule(long epochs, Duration time) {

  /** Never. */
  public static final CheckpointRule NEVER = new CheckpointRule(0, Duration.ZERO);

  /** After this many epochs, at least 1. */
  public static CheckpointRule every(long epochs) {
    return new CheckpointRule(epochs, Duration.ZERO);
  }

  boolean isThere() {
    return epochs > 0 || !time.isZero();
  }

  /** The time until the next checkpoint is due by time. */
  Duration timeLeft(Duration since) {
    return time.isZero() ? Stopping.NO_LIMIT : time.minus(since);
  }

  /**
   * Whether a checkpoint is due.
   *
   * @param since the last checkpoint
   */
  boolean isDue(long epoch, Duration since) {
    return (epochs > 0 && epoch % epochs == 0) || (!time.isZero() && since.compareTo(time) >= 0);
  }
}
