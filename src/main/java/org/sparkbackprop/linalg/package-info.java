/**
 * Matrices and the products they are made of.
 *
 * <p>{@link org.sparkbackprop.linalg.Matrix} offers whole-matrix operations only, so that no hot
 * loop runs over a {@code get}. {@link org.sparkbackprop.linalg.Blas} is the one place where dense
 * products are computed; {@link org.sparkbackprop.linalg.BlasChoice} says which implementation this
 * JVM uses. A {@link org.sparkbackprop.linalg.SparseBlock} may be the left {@link
 * org.sparkbackprop.linalg.Factor} of a product, and computes it itself.
 */
package org.sparkbackprop.linalg;
