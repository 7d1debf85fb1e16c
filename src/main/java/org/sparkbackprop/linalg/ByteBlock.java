package org.sparkbackprop.linalg;

/**
 * A block of unsigned bytes, each standing for itself divided by a number; stored column by column.
 */
public final class ByteBlock implements Block {

  private static final long serialVersionUID = 1;

  private final byte[] values;
  private final int rows;
  private final int columns;
  private final double divisor;

  /**
   * A block over an array, which is shared, not copied.
   *
   * @param values rows × columns unsigned bytes, column by column
   * @param divisor what each byte is divided by
   * @throws IllegalArgumentException if the array has another length
   */
  public ByteBlock(byte[] values, int rows, int columns, double divisor) {
    if (values.length != Math.multiplyExact(rows, columns)) {
      throw new IllegalArgumentException(
          "%d × %d bytes are not %d".formatted(rows, columns, values.length));
    }
    this.values = values;
    this.rows = rows;
    this.columns = columns;
    this.divisor = divisor;
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
    Matrix wide = buffer.matrix(rows, columns);
    if (wide instanceof DoubleMatrix doubles) {
      ArrayFunctions.chosen().widen(values, divisor, doubles.values, doubles.offset);
    } else {
      FloatMatrix floats = (FloatMatrix) wide;
      ArrayFunctions.chosen().widen(values, divisor, floats.values, floats.offset);
    }
    return wide;
  }

  @Override
  public double element(int row, int column) {
    return (values[column * rows + row] & 0xff) / divisor;
  }
}
