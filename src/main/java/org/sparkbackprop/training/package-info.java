/**
 * The training loop and what it leaves behind, free of Spark.
 *
 * <p>{@link org.sparkbackprop.training.Trainer} runs epochs of an objective and an optimiser,
 * wherever it is: on the driver, over an objective that is a Spark job, or inside a task, over a
 * {@link org.sparkbackprop.training.LocalObjective}. {@link org.sparkbackprop.training.LocalSgd}
 * does the same by rounds of mini-batch steps and their means. {@link
 * org.sparkbackprop.training.TrainingLoop} strings such runs together, with history, validation,
 * stop rules and checkpoints between them.
 */
package org.sparkbackprop.training;
