/**
 * Dense products: which library computes them, and our own for small ones.
 *
 * <p>{@link org.sparkbackprop.linalg.blas.BlasChoice} says what this JVM uses.
 */
package org.sparkbackprop.linalg.blas;
