/**
 * What a model makes of rows.
 *
 * <p>{@link org.sparkbackprop.score.Evaluation} scores labelled rows, {@link
 * org.sparkbackprop.score.Prediction} gives the probability of each class, and {@link
 * org.sparkbackprop.score.ModelContest} scores a model beside the one in service. A new form of
 * predictions is a {@link org.sparkbackprop.score.PredictionWriter} in a file of its own.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.score;
