/**
 * Optimisation of a function of a flat parameter vector.
 *
 * <p>An {@link org.sparkbackprop.optim.Optimizer} sees only what an {@link
 * org.sparkbackprop.optim.Objective} says of a point. Its state is a value, so that a checkpoint
 * holds all there is to know.
 */
package org.sparkbackprop.optim;
