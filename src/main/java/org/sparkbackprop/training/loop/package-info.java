/**
 * The training loop, its stopping rules and records, free of Spark.
 *
 * <p>{@link org.sparkbackprop.training.loop.Trainer} runs epochs of an objective and an optimiser,
 * on the driver or inside a task. {@link org.sparkbackprop.training.loop.TrainingLoop} adds
 * history, validation, stopping rules and checkpoints.
 */
package org.sparkbackprop.training.loop;
