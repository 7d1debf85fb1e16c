/**
 * Feed-forward networks and backpropagation through them.
 *
 * <p>A {@link org.sparkbackprop.network.Network} is a description of its {@link
 * org.sparkbackprop.network.Layer}s. The numbers are {@link org.sparkbackprop.network.Parameters},
 * views of one flat array, and {@link org.sparkbackprop.network.Backpropagation} turns them and a
 * {@link org.sparkbackprop.network.Batch} of samples into {@link
 * org.sparkbackprop.network.Gradients}.
 */
package org.sparkbackprop.network;
