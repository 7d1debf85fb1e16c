/**
 * What training minimises. A {@link org.sparkbackprop.network.loss.Loss} turns the scores of the
 * last layer into its error, or into predictions and a {@link
 * org.sparkbackprop.network.loss.Score}; a new one is a file and a line in {@link
 * org.sparkbackprop.network.loss.Losses}. What samples are to be predicted as are {@link
 * org.sparkbackprop.network.loss.Targets}, which everybody else hands on as they are.
 */
package org.sparkbackprop.network.loss;
