package org.sparkbackprop.linalg;

import java.util.Arrays;
import java.util.Objects;

/**
 * A block of rows that stores only the non-zeros, row by row, in ascending order of their columns.
 *
 * <p>Memory and time of products grow with the non-zeros, not with the columns. In a block that
 * {@link #rowsLike} made, rows can be set in the order 0, 1, 2, …; setting row 0 makes all others 0
 * again. The memory of earlier rows is reused, and grows only when necessary.
 */
public abstract sealed class SparseBlock extends SparseFactor implements Block
    permits DoubleSparseBlock, FloatSparseBlock {

  private static final long serialVersionUID = 1;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Rows that enter a product together: as many numbers of a column are neighbours in a dense
   * matrix of samples, and fill one or two cache lines.
   */
  static final int ROWS_AT_A_TIME = 16;

  final int columns;

  /** Where each filled row starts; then where the last one ends. */
  final int[] starts;

  /** The column of each non-zero; there may be room after the last row. */
  int[] indices;

  /** Rows from here on are 0. */
  int filledRows;

  SparseBlock(int columns, int[] starts, int[] indices, int filledRows) {
    this.columns = columns;
    this.starts = starts;
    this.indices = indices;
    this.filledRows = filledRows;
  }

  /**
   * A block over arrays, which are shared, not copied.
   *
   * @param starts where each row starts in the other arrays, then where the last one ends;
   *     ascending from 0, one more than there are rows
   * @param indices the column of each number, ascending within a row
   * @param values the numbers; any may be 0
   * @throws IllegalArgumentException if the lengths do not agree, starts or indices do not ascend,
   *     or an index is not one of the columns
   */
  public static SparseBlock of(int columns, int[] starts, int[] indices, double[] values) {
    requireRows(columns, starts, indices, values.length);
    return new DoubleSparseBlock(columns, starts, indices, starts.length - 1, values);
  }

  /** The same in single precision. */
  public static SparseBlock of(int columns, int[] starts, int[] indices, float[] values) {
    requireRows(columns, starts, indices, values.length);
    return new FloatSparseBlock(columns, starts, indices, starts.length - 1, values);
  }

  private static void requireRows(int columns, int[] starts, int[] indices, int values) {
    if (columns < 0) {
      throw new IllegalArgumentException("a block cannot have " + columns + " columns");
    }
    if (indices.length != values) {
      throw new IllegalArgumentException(
          "there are %s indices for %s values".formatted(indices.length, values));
    }
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != values) {
      throw new IllegalArgumentException(
          "the starts of rows must go from 0 to the number of values, " + values);
    }
    for (int row = 0; row < starts.length - 1; row++) {
      if (starts[row + 1] < starts[row] || starts[row + 1] > values) {
        throw new IllegalArgumentException(
            "row %s cannot start at %s and end at %s of %s values"
                .formatted(row, starts[row], starts[row + 1], values));
      }
      requireIndices(columns, row, indices, starts[row], starts[row + 1]);
    }
  }

  private static void requireIndices(int columns, int row, int[] indices, int from, int until) {
    int last = -1;
    for (int i = from; i < until; i++) {
      if (indices[i] < 0 || indices[i] >= columns) {
        throw new IllegalArgumentException(
            "row %s has a number in column %s of %s columns".formatted(row, indices[i], columns));
      }
      if (indices[i] <= last) {
        throw new IllegalArgumentException(
            "the columns of row %s do not ascend: %s comes after %s"
                .formatted(row, indices[i], last));
      }
      last = indices[i];
    }
  }

  public abstract Precision precision();

  @Override
  public final int rows() {
    return starts.length - 1;
  }

  @Override
  public final int columns() {
    return columns;
  }

  /** How many numbers are stored: all non-zeros, and zeros that were given explicitly. */
  public final int nonZeros() {
    return starts[filledRows];
  }

  /** Where a row's numbers start. */
  final int start(int row) {
    return row < filledRows ? starts[row] : 0;
  }

  /** Where a row's numbers end. */
  final int end(int row) {
    return row < filledRows ? starts[row + 1] : 0;
  }

  @Override
  public final SparseBlock in(MatrixBuffer buffer) {
    return buffer.precision() == precision() ? this : convertedIn(buffer.matrix(1, nonZeros()));
  }

  /** The same block with its numbers in a row of the other precision. */
  abstract SparseBlock convertedIn(Matrix room);

  @Override
  public final Factor transpose() {
    return new Transposed(this);
  }

  /** Xᵀ of a block X. */
  static final class Transposed extends SparseFactor {

    private final SparseBlock block;

    Transposed(SparseBlock block) {
      this.block = block;
    }

    @Override
    public int rows() {
      return block.columns();
    }

    @Override
    public int columns() {
      return block.rows();
    }

    @Override
    public Factor transpose() {
      return block;
    }

    @Override
    void storeProduct(Matrix b, Matrix result, int beta) {
      block.storeTransposedProduct(b, result, beta);
    }
  }

  /** Z = X B: z_i = Σ_j x_ij b_j, where z_i and b_j are rows. */
  @Override
  final void storeProduct(Matrix b, Matrix result, int beta) {
    DenseMatrix z = (DenseMatrix) result;
    DenseMatrix sums =
        (DenseMatrix) precision().zeros(/* rows= */ b.columns(), /* columns= */ ROWS_AT_A_TIME);
    for (int first = 0; first < rows(); first += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows() - first);
      if (beta == 0) {
        sums.setToZero();
      } else {
        z.copyRows(first, count, sums);
      }
      addRows(first, count, b, sums);
      z.setRows(first, count, sums);
    }
  }

  /** G = Xᵀ B: g_j = Σ_i x_ij b_i, where g_j and b_i are rows. */
  private void storeTransposedProduct(Matrix b, Matrix result, int beta) {
    DenseMatrix rows =
        (DenseMatrix) precision().zeros(/* rows= */ b.columns(), /* columns= */ ROWS_AT_A_TIME);
    if (beta == 0) {
      result.setToZero();
    }
    for (int first = 0; first < rows(); first += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows() - first);
      ((DenseMatrix) b).copyRows(first, count, rows);
      addToRows(first, count, rows, result);
    }
  }

  /** Column i of the sums ← it + Σ_j x_ij b_j, with i counted from the first row. */
  abstract void addRows(int first, int count, Matrix b, DenseMatrix sums);

  /** Row j of the sums ← it + Σ_i x_ij b_i, with b_i column i of b, counted from the first row. */
  abstract void addToRows(int first, int count, DenseMatrix b, Matrix sums);

  @Override
  public final SparseBlock rowsLike(int rows) {
    // room for rows of average length: more is rarely needed, and is then made
    long average = filledRows == 0 ? 0 : (long) nonZeros() * rows / filledRows;
    return empty(rows, (int) Math.min(average, nonZeros()));
  }

  /** An empty block with these columns and precision, and room for this many numbers. */
  abstract SparseBlock empty(int rows, int room);

  /**
   * Copies a row of this block.
   *
   * @param target of the same precision and number of columns; modified
   * @param at the row after those already set in the target, or 0, which empties all others
   * @throws IllegalArgumentException if it is another row, or the target is another kind of block
   */
  @Override
  public final void copyRow(int row, Block target, int at) {
    SparseBlock to = requireAlike(target);
    int from = start(Objects.checkIndex(row, rows()));
    int count = end(row) - from;
    int place = to.beginRow(at, count);
    System.arraycopy(indices, from, to.indices, place, count);
    copyValues(from, count, to, place);
  }

  /** This block: its products go by rows. */
  @Override
  public final SparseBlock byColumns() {
    return this;
  }

  /** Copies numbers to the same kind of block. */
  abstract void copyValues(int from, int count, SparseBlock target, int to);

  private SparseBlock requireAlike(Block target) {
    if (target instanceof SparseBlock to
        && to.precision() == precision()
        && to.columns == columns) {
      return to;
    }
    throw new IllegalArgumentException("cannot copy a row of %s to %s".formatted(this, target));
  }

  private int beginRow(int at, int count) {
    if (at >= rows() || (at != 0 && at != filledRows)) {
      throw new IllegalArgumentException(
          "cannot set row %s of %s, which has %s filled rows".formatted(at, this, filledRows));
    }
    int end = Math.addExact(starts[at], count);
    if (end > indices.length) {
      long grown = Math.max(end, indices.length + indices.length / 4L);
      indices = Arrays.copyOf(indices, (int) Math.min(LONGEST_ARRAY, grown));
      growValues(indices.length);
    }
    starts[at + 1] = end;
    filledRows = at + 1;
    return starts[at];
  }

  /** Makes room for this many numbers. */
  abstract void growValues(int length);

  @Override
  public final double element(int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns);
    int place = Arrays.binarySearch(indices, start(row), end(row), column);
    return place < 0 ? 0 : value(place);
  }

  /** What to do with a stored number. */
  @FunctionalInterface
  public interface NumberAction {

    /** Takes a number, which may be 0, and its column. */
    void accept(int column, double number);
  }

  /** Passes the stored numbers, row by row, to an action. */
  public final void forEachStored(NumberAction action) {
    for (int place = 0; place < nonZeros(); place++) {
      action.accept(indices[place], value(place));
    }
  }

  /** One of the stored numbers. */
  abstract double value(int place);

  @Override
  public final long[] rowHashes() {
    long[] hashes = new long[rows()];
    for (int row = 0; row < filledRows; row++) {
      for (int place = start(row); place < end(row); place++) {
        hashes[row] += RowHash.of(value(place), RowHash.key(indices[place]));
      }
    }
    return hashes;
  }

  /** Room after the last row is not serialized. */
  final Object writeReplace() {
    return indices.length == nonZeros() ? this : rowsOnly();
  }

  private SparseBlock rowsOnly() {
    SparseBlock rows = empty(rows(), nonZeros());
    for (int row = 0; row < rows(); row++) {
      copyRow(row, rows, row);
    }
    return rows;
  }

  @Override
  public final String toString() {
    return "a sparse block of %s × %s in %s precision"
        .formatted(rows(), columns, precision().configurationName());
  }
}
