/**
 * Matrices and the products they are made of.
 *
 * <p>{@link org.sparkbackprop.linalg.Matrix} offers whole-matrix operations only, so that no hot
 * loop runs over a {@code get}. {@link org.sparkbackprop.linalg.Blas} is the one place where
 * products are computed; {@link org.sparkbackprop.linalg.BlasChoice} says which implementation this
 * JVM uses.
 */
package org.sparkbackprop.linalg;
