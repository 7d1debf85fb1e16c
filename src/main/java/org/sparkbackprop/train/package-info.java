/**
 * One training, from the rows to the model.
 *
 * <p>{@link org.sparkbackprop.train.Training} is the use case, {@link
 * org.sparkbackprop.train.TrainingListener} follows it, and {@link
 * org.sparkbackprop.train.TrainingResult} is its result.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.train;
