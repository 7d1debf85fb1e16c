package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.OptionalLong;
import org.sparkbackprop.training.CheckpointRule;

/**
 * How many epochs there are, and what is done after how many.
 *
 * @param number of epochs, 0 or more
 * @param recordEvery an epoch is recorded if its number is a multiple of this
 * @param checkpoints when the state is kept
 * @param stopTime how long a stop by a signal waits until the step is done and the state kept
 * @param perJob how many epochs a job runs where one JVM has all data in its memory; by the clock
 *     if absent
 */
record EpochSettings(
    long number,
    long recordEvery,
    CheckpointRule checkpoints,
    Duration stopTime,
    OptionalLong perJob) {

  private static final long MOST = 1_000_000_000_000L;

  private static double time(SettingsReader reader, String key) {
    return Math.min(reader.from0(key), Integer.MAX_VALUE);
  }

  /** Reads the keys. */
  static EpochSettings of(SettingsReader reader) {
    return new EpochSettings(
        reader.integer("training.epochs", 0, MOST),
        reader.integer("training.record-every", 1, MOST),
        new CheckpointRule(
            reader.integer("training.checkpoint-every", 0, MOST),
            Duration.ofMillis(Math.round(60_000 * time(reader, "training.checkpoint-minutes")))),
        Duration.ofMillis(Math.round(1000 * time(reader, "training.stop-seconds"))),
        reader.automaticOrInteger("training.epochs-per-job", 1, MOST));
  }
}
