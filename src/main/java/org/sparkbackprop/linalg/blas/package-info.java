/**
 * Dense products: by a library that {@link org.sparkbackprop.linalg.blas.BlasChoice} chooses, or by
 * our own loops for small ones.
 */
package org.sparkbackprop.linalg.blas;
