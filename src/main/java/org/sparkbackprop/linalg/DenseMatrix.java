package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.blas.Blas;

/**
 * Shape of a dense matrix, and its place in an array.
 *
 * <p>Stored column by column: element (i, j) is number {@code offset + j * storedRows + i} of the
 * array. In a block of samples each feature is contiguous, so that loops over samples run over
 * neighbours. The transposed view exchanges i and j and shares the array.
 */
abstract class DenseMatrix implements Matrix, Blas.Operand {

  private static final long serialVersionUID = 1;

  /** Blocks are turned from rows to columns by this many columns at a time, which caches hold. */
  static final int TILE = 32;

  final int offset;
  final int storedRows;
  final int storedColumns;
  final Blas.Form form;

  DenseMatrix(int arrayLength, int offset, int storedRows, int storedColumns, Blas.Form form) {
    if (storedRows < 0 || storedColumns < 0) {
      throw new IllegalArgumentException(
          "a matrix cannot have the shape " + storedRows + " × " + storedColumns);
    }
    long end = offset + (long) storedRows * storedColumns;
    if (offset < 0 || end > arrayLength) {
      throw new IllegalArgumentException(
          "a matrix of %s × %s at offset %s does not fit into %s numbers"
              .formatted(storedRows, storedColumns, offset, arrayLength));
    }
    this.offset = offset;
    this.storedRows = storedRows;
    this.storedColumns = storedColumns;
    this.form = form;
  }

  @Override
  public final int rows() {
    return form == Blas.Form.AS_STORED ? storedRows : storedColumns;
  }

  @Override
  public final int columns() {
    return form == Blas.Form.AS_STORED ? storedColumns : storedRows;
  }

  @Override
  public final Matrix in(MatrixBuffer buffer) {
    if (buffer.precision() == precision()) {
      return this;
    }
    if (form == Blas.Form.TRANSPOSED) {
      return transpose().in(buffer).transpose();
    }
    Matrix converted = buffer.matrix(rows(), columns());
    converted.set(this);
    return converted;
  }

  @Override
  public final Block rowsLike(int rows) {
    return precision().zeros(/* rows= */ columns(), /* columns= */ rows).transpose();
  }

  @Override
  public final void copyRow(int row, Block target, int at) {
    DenseMatrix to = (DenseMatrix) target;
    if (to.form != Blas.Form.TRANSPOSED) {
      throw new IllegalArgumentException("the target of a copied row must be stored row by row");
    }
    copyNumbers(place(row, 0), columnDistance(), columns(), to, to.place(at, 0));
  }

  /** Copies numbers at this distance in this array to neighbours in the target's array. */
  abstract void copyNumbers(int from, int distance, int count, DenseMatrix target, int to);

  @Override
  public final Matrix byColumns() {
    if (form == Blas.Form.AS_STORED) {
      return this;
    }
    DenseMatrix copy = (DenseMatrix) precision().zeros(rows(), columns());
    for (int first = 0; first < columns(); first += TILE) {
      int until = Math.min(columns(), first + TILE);
      for (int row = 0; row < rows(); row++) {
        copyTurned(place(row, first), until - first, copy, copy.place(row, first), rows());
      }
    }
    return copy;
  }

  /** Copies neighbours in this array to numbers at this distance in the target's array. */
  abstract void copyTurned(int from, int count, DenseMatrix target, int to, int distance);

  /** Copies rows, one after the other, to the start of the array of a matrix. */
  abstract void copyRows(int first, int count, DenseMatrix to);

  /** Replaces rows by those at the start of the array of a matrix, one after the other. */
  abstract void setRows(int first, int count, DenseMatrix from);

  /** The index of an element in the array; not checked. */
  public final int place(int row, int column) {
    return form == Blas.Form.AS_STORED
        ? offset + column * storedRows + row
        : offset + row * storedRows + column;
  }

  /** The distance in the array between neighbours in a row. */
  final int columnDistance() {
    return form == Blas.Form.AS_STORED ? storedRows : 1;
  }

  /** The distance in the array between neighbours in a column. */
  final int rowDistance() {
    return form == Blas.Form.AS_STORED ? 1 : storedRows;
  }

  @Override
  public final double element(int row, int column) {
    return value(place(row, column));
  }

  /** A number of the array. */
  abstract double value(int place);

  @Override
  public final long[] rowHashes() {
    long[] hashes = new long[rows()];
    int distance = rowDistance();
    for (int j = 0; j < columns(); j++) {
      long key = RowHash.key(j);
      int column = place(0, j);
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] += RowHash.of(value(column + i * distance), key);
      }
    }
    return hashes;
  }

  @Override
  public final void setToProduct(Factor a, Matrix b) {
    requireFactors(a, b);
    storeAsItIs(a, b, 0);
  }

  @Override
  public final void addProduct(Factor a, Matrix b) {
    requireFactors(a, b);
    storeAsItIs(a, b, 1);
  }

  private void requireFactors(Factor a, Matrix b) {
    if (a.columns() != b.rows() || a.rows() != rows() || b.columns() != columns()) {
      throw new IllegalArgumentException(
          "a product of %s and %s is not %s".formatted(shape(a), shape(b), shape(this)));
    }
  }

  private void storeAsItIs(Factor a, Matrix b, int beta) {
    if (a instanceof SparseFactor sparse) {
      sparse.storeProduct(b, this, beta);
      return;
    }
    Matrix dense = (Matrix) a;
    if (form == Blas.Form.AS_STORED) {
      storeProduct(dense, b, beta);
    } else {
      storeProduct(b.transpose(), dense.transpose(), beta); // (A B)ᵀ = Bᵀ Aᵀ
    }
  }

  /** This matrix as it is stored ← A B + β this. */
  abstract void storeProduct(Matrix a, Matrix b, int beta);

  final int size() {
    return storedRows * storedColumns;
  }

  @Override
  public final Blas.Form form() {
    return form;
  }

  /** Where this matrix starts in its array. */
  @Override
  public final int offset() {
    return offset;
  }

  /** The distance between columns; BLAS wants at least 1, also of an empty matrix. */
  @Override
  public final int stride() {
    return Math.max(1, storedRows);
  }

  final Blas.Form oppositeForm() {
    return form == Blas.Form.AS_STORED ? Blas.Form.TRANSPOSED : Blas.Form.AS_STORED;
  }

  final void requireStored() {
    if (form != Blas.Form.AS_STORED) {
      throw new IllegalArgumentException(
          "this operation needs a matrix stored column by column; this is a transposed view of "
              + shape(this));
    }
  }

  final void requireStoredAlike(Matrix other) {
    DenseMatrix dense = (DenseMatrix) other;
    if (form != dense.form
        || storedRows != dense.storedRows
        || storedColumns != dense.storedColumns) {
      throw new IllegalArgumentException(
          "this operation needs two matrices of the same shape and form, not %s and %s"
              .formatted(shape(this), shape(other)));
    }
  }

  static void requireRow(Matrix row, int columns) {
    if (row.rows() != 1 || row.columns() != columns) {
      throw new IllegalArgumentException(
          "this operation needs a row of 1 × %s, not %s".formatted(columns, shape(row)));
    }
  }

  /** The index at which a part of this matrix starts in the array. */
  final int placeOfPart(int from, int rows, int columns) {
    requireStored();
    if (from < 0 || from + (long) rows * columns > size()) {
      throw new IllegalArgumentException(
          "a part of %s × %s at number %s does not fit into %s"
              .formatted(rows, columns, from, shape(this)));
    }
    return offset + from;
  }

  private static String shape(Factor matrix) {
    return matrix.rows() + " × " + matrix.columns();
  }

  void requireSamePlace(DenseMatrix other) {
    if (other.offset != offset) {
      throw new IllegalArgumentException(
          "this operation needs two matrices at the same offset, not %s and %s"
              .formatted(offset, other.offset));
    }
  }
}
