package org.sparkbackprop.linalg;

/** A left factor that stores only its non-zeros. */
abstract sealed class SparseFactor implements Factor permits SparseBlock, SparseBlock.Transposed {

  /**
   * result ← this B + β result, added in the order of the block's rows, and of the columns within a
   * row.
   *
   * @param b of this factor's precision, in either form; not modified
   * @param result likewise, of the product's shape, which is not checked; must not overlap b
   * @param beta 1, or 0, and then the earlier content of the result is not read
   */
  abstract void storeProduct(Matrix b, Matrix result, int beta);
}
