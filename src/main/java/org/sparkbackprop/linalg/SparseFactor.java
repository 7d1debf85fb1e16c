package org.sparkbackprop.linalg;

/** A left factor that knows where its non-zeros are. */
abstract sealed class SparseFactor implements Factor permits SparseBlock, SparseBlock.Transposed {

  /**
   * result ← this B + β result. The order of additions is that of the block's rows, and within a
   * row that of its columns.
   *
   * @param b of this factor's precision, stored in either form; not modified
   * @param result likewise, of the product's shape, which the caller has checked; must not overlap
   *     b
   * @param beta 1, or 0, and then the earlier content of the result is not read
   */
  abstract void storeProduct(Matrix b, Matrix result, int beta);
}
