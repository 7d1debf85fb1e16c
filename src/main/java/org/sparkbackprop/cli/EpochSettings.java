package org.sparkbackprop.cli;

import java.util.OptionalLong;

/**
 * How many epochs there are, and what is done after how many.
 *
 * @param number of epochs, 0 or more
 * @param recordEvery an epoch is recorded if its number is a multiple of this
 * @param checkpointEvery the state is kept after every so many epochs; 0 means never
 * @param perJob how many epochs a job runs where one JVM has all data in its memory; by the clock
 *     if absent
 */
record EpochSettings(long number, long recordEvery, long checkpointEvery, OptionalLong perJob) {

  private static final long MOST = 1_000_000_000_000L;

  /** Reads the keys. */
  static EpochSettings of(SettingsReader reader) {
    return new EpochSettings(
        reader.integer("training.epochs", 0, MOST),
        reader.integer("training.record-every", 1, MOST),
        reader.integer("training.checkpoint-every", 0, MOST),
        reader.automaticOrInteger("training.epochs-per-job", 1, MOST));
  }
}
