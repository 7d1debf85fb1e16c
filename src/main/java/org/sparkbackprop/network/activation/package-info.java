/** Activations of hidden layers. */
package org.sparkbackprop.network.activation;
