/**
 * Optimisation of a function of a flat parameter vector.
 *
 * <p>An {@link org.sparkbackprop.optim.Optimizer} sees only what an {@link
 * org.sparkbackprop.optim.Objective} says of a point. Its state is a value, so that a checkpoint
 * holds all there is to know.
 *
 * <p>There are two kinds. An {@link org.sparkbackprop.optim.UpdateRule} is a formula of one
 * gradient and serves mini-batches too. {@link org.sparkbackprop.optim.Lbfgs} and {@link
 * org.sparkbackprop.optim.LineSearchDescent} try points along a line and compare costs, and so need
 * an objective that says the same of the same point: full batches.
 */
package org.sparkbackprop.optim;
