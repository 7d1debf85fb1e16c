package org.sparkbackprop.linalg;

import java.io.Serializable;

/**
 * A dense matrix of doubles.
 *
 * <p>Stored column by column: element (i, j) is {@code values[offset + j * rows + i]}. A block of
 * samples thus keeps each feature contiguous, and every loop over samples runs over neighbours. The
 * transposed view exchanges i and j and shares the array.
 */
public final class DoubleMatrix implements Matrix, Serializable {

  private static final long serialVersionUID = 1;

  private final double[] values;
  private final int offset;
  private final int storedRows;
  private final int storedColumns;
  private final Blas.Form form;

  private DoubleMatrix(
      double[] values, int offset, int storedRows, int storedColumns, Blas.Form form) {
    if (storedRows < 0 || storedColumns < 0) {
      throw new IllegalArgumentException(
          "a matrix of " + storedRows + " × " + storedColumns + " does not exist");
    }
    long end = offset + (long) storedRows * storedColumns;
    if (offset < 0 || end > values.length) {
      throw new IllegalArgumentException(
          "a matrix of %d × %d at offset %d does not fit into %d numbers"
              .formatted(storedRows, storedColumns, offset, values.length));
    }
    this.values = values;
    this.offset = offset;
    this.storedRows = storedRows;
    this.storedColumns = storedColumns;
    this.form = form;
  }

  /** A matrix of zeros. */
  public static DoubleMatrix zeros(int rows, int columns) {
    return columnMajor(new double[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }

  /**
   * A view of numbers stored column by column; the array is shared, not copied.
   *
   * @throws IllegalArgumentException if the array ends before the matrix does
   */
  public static DoubleMatrix columnMajor(double[] values, int offset, int rows, int columns) {
    return new DoubleMatrix(values, offset, rows, columns, Blas.Form.AS_STORED);
  }

  /**
   * A view of numbers stored row by row, as NumPy and safetensors store them; the array is shared,
   * not copied.
   *
   * @throws IllegalArgumentException if the array ends before the matrix does
   */
  public static DoubleMatrix rowMajor(double[] values, int offset, int rows, int columns) {
    return new DoubleMatrix(values, offset, columns, rows, Blas.Form.TRANSPOSED);
  }

  @Override
  public int rows() {
    return form == Blas.Form.AS_STORED ? storedRows : storedColumns;
  }

  @Override
  public int columns() {
    return form == Blas.Form.AS_STORED ? storedColumns : storedRows;
  }

  @Override
  public DoubleMatrix transpose() {
    return new DoubleMatrix(values, offset, storedRows, storedColumns, opposite(form));
  }

  @Override
  public void setToProduct(Matrix a, Matrix b) {
    product((DoubleMatrix) a, (DoubleMatrix) b, 0);
  }

  @Override
  public void addProduct(Matrix a, Matrix b) {
    product((DoubleMatrix) a, (DoubleMatrix) b, 1);
  }

  private void product(DoubleMatrix a, DoubleMatrix b, double beta) {
    if (a.columns() != b.rows() || a.rows() != rows() || b.columns() != columns()) {
      throw new IllegalArgumentException(
          "a product of %s and %s does not give %s".formatted(a.shape(), b.shape(), shape()));
    }
    if (form == Blas.Form.AS_STORED) {
      storeProduct(a, b, beta);
    } else {
      storeProduct(b.transpose(), a.transpose(), beta); // (A B)ᵀ = Bᵀ Aᵀ
    }
  }

  private void storeProduct(DoubleMatrix a, DoubleMatrix b, double beta) {
    BlasChoice.chosen()
        .multiply(
            a.form,
            b.form,
            storedRows,
            storedColumns,
            a.columns(),
            a.values,
            a.offset,
            a.stride(),
            b.values,
            b.offset,
            b.stride(),
            beta,
            values,
            offset,
            stride());
  }

  private int stride() {
    return Math.max(1, storedRows); // BLAS wants at least 1, also of an empty matrix
  }

  @Override
  public void addToEachRow(Matrix row) {
    DoubleMatrix added = (DoubleMatrix) row;
    requireStored();
    requireRow(added, columns());
    for (int j = 0; j < storedColumns; j++) {
      double addend = added.values[added.offset + j];
      int start = offset + j * storedRows;
      for (int i = start; i < start + storedRows; i++) {
        values[i] += addend;
      }
    }
  }

  @Override
  public void addColumnSums(Matrix a) {
    DoubleMatrix summed = (DoubleMatrix) a;
    summed.requireStored();
    requireRow(this, summed.columns());
    for (int j = 0; j < summed.storedColumns; j++) {
      double sum = 0;
      int start = summed.offset + j * summed.storedRows;
      for (int i = start; i < start + summed.storedRows; i++) {
        sum += summed.values[i];
      }
      values[offset + j] += sum;
    }
  }

  @Override
  public void apply(Kernel kernel) {
    kernel.apply(values, offset, storedRows * storedColumns);
  }

  @Override
  public void apply(BinaryKernel kernel, Matrix operand) {
    DoubleMatrix other = (DoubleMatrix) operand;
    if (form != other.form
        || storedRows != other.storedRows
        || storedColumns != other.storedColumns) {
      throw new IllegalArgumentException(
          "element by element needs two matrices stored alike, not %s and %s"
              .formatted(shape(), other.shape()));
    }
    kernel.apply(values, offset, other.values, other.offset, storedRows * storedColumns);
  }

  /**
   * The array that holds this matrix column by column, beginning at {@link #offset()}; shared, for
   * kernels that work on whole blocks.
   *
   * @throws IllegalArgumentException if this is a transposed view
   */
  public double[] array() {
    requireStored();
    return values;
  }

  /** Where this matrix begins in {@link #array()}. */
  public int offset() {
    return offset;
  }

  private void requireStored() {
    if (form != Blas.Form.AS_STORED) {
      throw new IllegalArgumentException(
          "this operation needs a matrix stored column by column, not a transposed view of "
              + shape());
    }
  }

  private static void requireRow(DoubleMatrix row, int columns) {
    if (row.rows() != 1 || row.columns() != columns) {
      throw new IllegalArgumentException(
          "a row of 1 × %d is needed, not %s".formatted(columns, row.shape()));
    }
  }

  private String shape() {
    return rows() + " × " + columns();
  }

  private static Blas.Form opposite(Blas.Form form) {
    return form == Blas.Form.AS_STORED ? Blas.Form.TRANSPOSED : Blas.Form.AS_STORED;
  }
}
