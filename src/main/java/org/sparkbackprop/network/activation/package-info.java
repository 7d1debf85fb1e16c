/**
 * Activations of hidden layers: a new one is a file of its own and a line in {@link
 * org.sparkbackprop.network.activation.Activations}.
 */
package org.sparkbackprop.network.activation;
