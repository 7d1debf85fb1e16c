/**
 * Optimisation of a function of a flat parameter vector.
 *
 * <p>An {@link org.sparkbackprop.optim.Optimizer} sees only the values of an {@link
 * org.sparkbackprop.optim.Objective}. Its state is a value, which checkpoints hold.
 *
 * <p>There are two kinds. An {@link org.sparkbackprop.optim.UpdateRule} is a formula of one
 * gradient and serves mini-batches too. {@link org.sparkbackprop.optim.Lbfgs} and {@link
 * org.sparkbackprop.optim.LineSearchDescent} compare the costs of points along a line, and so need
 * an objective that depends only on the point: full batches.
 */
package org.sparkbackprop.optim;
