/**
 * Matrices and blocks of samples, dense and sparse.
 *
 * <p>{@link org.sparkbackprop.linalg.Matrix} has operations on whole matrices only, so that no hot
 * loop runs over a {@code get}. A {@link org.sparkbackprop.linalg.SparseBlock} may be the left
 * {@link org.sparkbackprop.linalg.Factor} of a product, and computes it itself.
 */
package org.sparkbackprop.linalg;
