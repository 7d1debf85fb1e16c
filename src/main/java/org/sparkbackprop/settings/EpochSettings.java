package org.sparkbackprop.settings;

import java.time.Duration;
import java.util.OptionalLong;
import org.sparkbackprop.training.loop.CheckpointRule;

/**
 * The number of epochs, and what happens after how many.
 *
 * @param number of epochs, 0 or more
 * @param recordEvery an epoch is recorded if its number is a multiple of this
 * @param checkpoints when the state is kept
 * @param stopTime how long a stop by a signal waits for the step to finish and the state to be kept
 * @param perJob epochs per job if one JVM has all data in memory; by the clock if absent
 */
public record EpochSettings(
    long number,
    long recordEvery,
    CheckpointRule checkpoints,
    Duration stopTime,
    OptionalLong perJob) {}
