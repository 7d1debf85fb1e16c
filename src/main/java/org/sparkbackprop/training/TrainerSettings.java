package org.sparkbackprop.training;

import java.io.Serializable;
import java.time.Duration;
import org.sparkbackprop.optim.GradientScale;
import org.sparkbackprop.optim.Optimizer;

/**
 * What a {@link Trainer} does with an objective.
 *
 * @param optimizer takes the steps
 * @param scale what the gradient is divided by before a step
 * @param samples number of training samples, at least 1
 * @param recordEvery an epoch is recorded if its number is a multiple of this
 * @param budget a segment ends at the first epoch after this time; it has no influence on results
 */
public record TrainerSettings(
    Optimizer optimizer, GradientScale scale, long samples, long recordEvery, Duration budget)
    implements Serializable {}
