package org.sparkbackprop.linalg;

import org.sparkbackprop.linalg.blas.Blas;
import org.sparkbackprop.linalg.math.ArrayFunctions;

/**
 * A block of unsigned bytes, each divided by the same number; stored column by column or, in
 * transposed form, row by row.
 */
public final class ByteBlock implements Block {

  private static final long serialVersionUID = 1;

  private final byte[] values;
  private final int rows;
  private final int columns;
  private final double divisor;
  private final Blas.Form form;

  /**
   * A block over an array, which is shared, not copied.
   *
   * @param values rows × columns unsigned bytes, column by column
   * @param divisor what each byte is divided by
   * @throws IllegalArgumentException if the array has another length
   */
  public ByteBlock(byte[] values, int rows, int columns, double divisor) {
    this(values, rows, columns, divisor, Blas.Form.AS_STORED);
  }

  private ByteBlock(byte[] values, int rows, int columns, double divisor, Blas.Form form) {
    if (values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "an array of %s bytes does not hold %s × %s".formatted(values.length, rows, columns));
    }
    this.values = values;
    this.rows = rows;
    this.columns = columns;
    this.divisor = divisor;
    this.form = form;
  }

  /**
   * A block over an array, which is shared, not copied.
   *
   * @param values rows × columns unsigned bytes, row by row
   * @param divisor what each byte is divided by
   * @throws IllegalArgumentException if the array has another length
   */
  public static ByteBlock rowMajor(byte[] values, int rows, int columns, double divisor) {
    return new ByteBlock(values, rows, columns, divisor, Blas.Form.TRANSPOSED);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public Matrix in(MatrixBuffer buffer) {
    if (form == Blas.Form.AS_STORED) {
      return widened(buffer.matrix(rows, columns));
    }
    return widened(buffer.matrix(columns, rows)).transpose();
  }

  private Matrix widened(Matrix wide) {
    if (wide instanceof DoubleMatrix doubles) {
      ArrayFunctions.chosen().widen(values, divisor, doubles.values, doubles.offset);
    } else {
      FloatMatrix floats = (FloatMatrix) wide;
      ArrayFunctions.chosen().widen(values, divisor, floats.values, floats.offset);
    }
    return wide;
  }

  @Override
  public ByteBlock rowsLike(int otherRows) {
    byte[] zeros = new byte[Math.multiplyExact(otherRows, columns)];
    return new ByteBlock(zeros, otherRows, columns, divisor, Blas.Form.TRANSPOSED);
  }

  @Override
  public void copyRow(int row, Block target, int at) {
    ByteBlock to = (ByteBlock) target;
    int place = to.place(at, 0);
    if (form == Blas.Form.TRANSPOSED) {
      System.arraycopy(values, place(row, 0), to.values, place, columns);
    } else {
      for (int j = 0; j < columns; j++) {
        to.values[place + j] = values[j * rows + row];
      }
    }
  }

  @Override
  public ByteBlock byColumns() {
    if (form == Blas.Form.AS_STORED) {
      return this;
    }
    byte[] turned = new byte[values.length];
    for (int first = 0; first < columns; first += DenseMatrix.TILE) {
      int until = Math.min(columns, first + DenseMatrix.TILE);
      for (int i = 0; i < rows; i++) {
        for (int j = first; j < until; j++) {
          turned[j * rows + i] = values[i * columns + j];
        }
      }
    }
    return new ByteBlock(turned, rows, columns, divisor);
  }

  @Override
  public double element(int row, int column) {
    return (values[place(row, column)] & 0xff) / divisor;
  }

  @Override
  public long[] rowHashes() {
    double[] numbers = new double[256];
    for (int value = 0; value < numbers.length; value++) {
      numbers[value] = value / divisor;
    }
    long[] hashes = new long[rows];
    for (int j = 0; j < columns; j++) {
      long key = RowHash.key(j);
      for (int i = 0; i < rows; i++) {
        hashes[i] += RowHash.of(numbers[values[place(i, j)] & 0xff], key);
      }
    }
    return hashes;
  }

  private int place(int row, int column) {
    return form == Blas.Form.AS_STORED ? column * rows + row : row * columns + column;
  }
}
