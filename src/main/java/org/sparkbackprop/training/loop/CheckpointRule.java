package org.sparkbackprop.training.loop;

import java.time.Duration;

/**
 * When a training's state is kept. If it is at all, it is kept at the end too, so that more epochs
 * can follow.
 *
 * @param epochs after every so many; 0: by time alone
 * @param time when so much has gone by since it was kept last; zero: by epochs alone
 */
public record CheckpointRule(long epochs, Duration time) {

  /** Never. */
  public static final CheckpointRule NEVER = new CheckpointRule(0, Duration.ZERO);

  /** After every so many epochs, at least 1. */
  public static CheckpointRule every(long epochs) {
    return new CheckpointRule(epochs, Duration.ZERO);
  }

  boolean isThere() {
    return epochs > 0 || !time.isZero();
  }

  /** How long it may last until the state is kept for the time that has gone by. */
  Duration timeLeft(Duration since) {
    return time.isZero() ? Stopping.NO_LIMIT : time.minus(since);
  }

  /** Whether the state is to be kept after so many epochs, and so long after it was kept last. */
  boolean isDue(long epoch, Duration since) {
    return (epochs > 0 && epoch % epochs == 0) || (!time.isZero() && since.compareTo(time) >= 0);
  }
}
