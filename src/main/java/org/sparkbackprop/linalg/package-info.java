/**
 * Matrices and blocks of samples, dense and sparse.
 *
 * <p>{@link org.sparkbackprop.linalg.Matrix} has only operations on whole matrices, so that no hot
 * loop calls an accessor. A {@link org.sparkbackprop.linalg.SparseBlock} may be the left {@link
 * org.sparkbackprop.linalg.Factor} of a product, and computes it itself.
 */
package org.sparkbackprop.linalg;
