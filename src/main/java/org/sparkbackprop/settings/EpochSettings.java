package org.sparkbackprop.settings;

import java.time.Duration;
import java.util.OptionalLong;
import org.sparkbackprop.training.loop.CheckpointRule;

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
public record EpochSettings(
    long number,
    long recordEvery,
    CheckpointRule checkpoints,
    Duration stopTime,
    OptionalLong perJob) {}
