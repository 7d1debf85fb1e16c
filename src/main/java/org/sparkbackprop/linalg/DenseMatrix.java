package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.blas.Blas;
import org.sparkbackprop.linalg.blas.Tiles;

/**
 * What dense matrices of all precisions have in common: shape and place in an array.
 *
 * <p>Stored column by column: element (i, j) is number {@code offset + j * storedRows + i} of the
 * array. A block of samples thus keeps each feature contiguous, and every loop over samples runs
 * over neighbours. The transposed view exchanges i and j and shares the array.
 */
abstract class DenseMatrix implements Matrix, Blas.Operand {

  private static final long serialVersionUID = 1;

  final int offset;
  final int storedRows;
  final int storedColumns;
  final Blas.Form form;

  DenseMatrix(int arrayLength, int offset, int storedRows, int storedColumns, Blas.Form form) {
    if (storedRows < 0 || storedColumns < 0) {
      throw new IllegalArgumentException(
          "a matrix of " + storedRows + " × " + storedColumns + " does not exist");
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
      throw new IllegalArgumentException("a row is put into a block that stores row by row");
    }
    copyNumbers(place(row, 0), columnDistance(), columns(), to, to.place(at, 0));
  }

  /** Copies numbers of this array, so far apart, to neighbours in that of the target. */
  abstract void copyNumbers(int from, int distance, int count, DenseMatrix target, int to);

  @Override
  public final Matrix byColumns() {
    if (form == Blas.Form.AS_STORED) {
      return this;
    }
    DenseMatrix copy = (DenseMatrix) precision().zeros(rows(), columns());
    for (int first = 0; first < columns(); first += Tiles.SIZE) {
      int until = Math.min(columns(), first + Tiles.SIZE);
      for (int row = 0; row < rows(); row++) {
        copyTurned(place(row, first), until - first, copy, copy.place(row, first), rows());
      }
    }
    return copy;
  }

  /** Copies neighbours of this array to numbers of the target's that are so far apart. */
  abstract void copyTurned(int from, int count, DenseMatrix target, int to, int distance);

  /** Where in the array an element stands, in either form; the place need not be within. */
  public final int place(int row, int column) {
    return form == Blas.Form.AS_STORED
        ? offset + column * storedRows + row
        : offset + row * storedRows + column;
  }

  /** How far apart the numbers of a row are. */
  final int columnDistance() {
    return form == Blas.Form.AS_STORED ? storedRows : 1;
  }

  /** How far apart the numbers of a column are. */
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
          "a product of %s and %s does not give %s".formatted(shape(a), shape(b), shape(this)));
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

  /** The array of this matrix, as it is stored, ← A B + β array. */
  abstract void storeProduct(Matrix a, Matrix b, int beta);

  /** How many numbers this matrix has. */
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
          "this operation needs a matrix stored column by column, not a transposed view of "
              + shape(this));
    }
  }

  final void requireStoredAlike(Matrix other) {
    DenseMatrix dense = (DenseMatrix) other;
    if (form != dense.form
        || storedRows != dense.storedRows
        || storedColumns != dense.storedColumns) {
      throw new IllegalArgumentException(
          "element by element needs two matrices stored alike, not %s and %s"
              .formatted(shape(this), shape(other)));
    }
  }

  static void requireRow(Matrix row, int columns) {
    if (row.rows() != 1 || row.columns() != columns) {
      throw new IllegalArgumentException(
          "a row of 1 × %s is needed, not %s".formatted(columns, shape(row)));
    }
  }

  /** Where a part begins in the array, checked against this matrix's own numbers. */
  final int placeOfPart(int from, int rows, int columns) {
    requireStored();
    if (from < 0 || from + (long) rows * columns > size()) {
      throw new IllegalArgumentException(
          "%s × %s numbers from number %s on are not within %s"
              .formatted(rows, columns, from, shape(this)));
    }
    return offset + from;
  }

  private static String shape(Factor matrix) {
    return matrix.rows() + " × " + matrix.columns();
  }

  /** Requires a matrix that begins where this one does. */
  void requireSamePlace(DenseMatrix other) {
    if (other.offset != offset) {
      throw new IllegalArgumentException(
          "a matrix at " + other.offset + " of its array cannot go with one at " + offset);
    }
  }
}
