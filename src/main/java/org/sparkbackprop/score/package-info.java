/**
 * Scores rows with models.
 *
 * <p>{@link org.sparkbackprop.score.Evaluation} scores labelled rows, {@link
 * org.sparkbackprop.score.Prediction} computes the probability of each class, and {@link
 * org.sparkbackprop.score.ModelContest} compares a model with the one in service. A new output
 * format is a {@link org.sparkbackprop.score.PredictionWriter}.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.score;
