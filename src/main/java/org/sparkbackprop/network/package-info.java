/**
 * Feed-forward networks and backpropagation through them.
 *
 * <p>A {@link org.sparkbackprop.network.Network} is a description: its {@link
 * org.sparkbackprop.network.Layer}s and their {@link org.sparkbackprop.network.Activation}s. The
 * numbers are {@link org.sparkbackprop.network.Parameters}, views of one flat array, and {@link
 * org.sparkbackprop.network.Backpropagation} turns them and a {@link
 * org.sparkbackprop.network.Batch} of samples into {@link org.sparkbackprop.network.Gradients}. A
 * {@link org.sparkbackprop.network.HealthCheck} sees on a few samples how well each layer can
 * learn.
 */
package org.sparkbackprop.network;
