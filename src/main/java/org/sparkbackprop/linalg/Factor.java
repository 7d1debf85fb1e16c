package org.sparkbackprop.linalg;

/** What may be the left factor of a product: a matrix, or a sparse block as it is or transposed. */
public sealed interface Factor permits Matrix, SparseFactor {

  /** Number of rows. */
  int rows();

  /** Number of columns. */
  int columns();

  /** Xᵀ: a view of the same numbers, nothing is copied. */
  Factor transpose();
}
