package org.sparkbackprop.linalg;

/** The left factor of a product: a matrix, or a sparse block as it is or transposed. */
public sealed interface Factor permits Matrix, SparseFactor {

  int rows();

  int columns();

  /** Xᵀ: a view of the same numbers, nothing is copied. */
  Factor transpose();
}
