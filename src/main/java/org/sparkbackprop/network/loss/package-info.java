/**
 * What training minimises. A {@link org.sparkbackprop.network.loss.Loss} turns the scores of the
 * last layer into its error, or into predictions and a {@link org.sparkbackprop.network.loss.Score}
 * against {@link org.sparkbackprop.network.loss.Targets}. A new one is a file and a line in {@link
 * org.sparkbackprop.network.loss.Losses}.
 */
package org.sparkbackprop.network.loss;
