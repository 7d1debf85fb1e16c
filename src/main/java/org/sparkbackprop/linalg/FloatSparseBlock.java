package org.sparkbackprop.linalg;

import java.util.Arrays;

/** A sparse block of floats. */
final class FloatSparseBlock extends SparseBlock {

  private static final long serialVersionUID = 1;

  private float[] values;

  FloatSparseBlock(int columns, int[] starts, int[] indices, int filledRows, float[] values) {
    super(columns, starts, indices, filledRows);
    this.values = values;
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT;
  }

  @Override
  FloatSparseBlock empty(int rows, int room) {
    return new FloatSparseBlock(columns, new int[rows + 1], new int[room], 0, new float[room]);
  }

  @Override
  SparseBlock convertedIn(Matrix room) {
    double[] wide = ((DoubleMatrix) room).array();
    for (int i = 0; i < nonZeros(); i++) {
      wide[i] = values[i];
    }
    return new DoubleSparseBlock(columns, starts, indices, filledRows, wide);
  }

  @Override
  void copyValues(int from, int count, SparseBlock target, int to) {
    System.arraycopy(values, from, ((FloatSparseBlock) target).values, to, count);
  }

  @Override
  void growValues(int length) {
    values = Arrays.copyOf(values, length);
  }

  @Override
  double value(int place) {
    return values[place];
  }

  /** Z = X B: z_i = Σ_j x_ij b_j, where z_i and b_j are rows. */
  @Override
  void storeProduct(Matrix right, Matrix result, int beta) {
    FloatMatrix b = (FloatMatrix) right;
    FloatMatrix z = (FloatMatrix) result;
    int width = b.columns();
    float[] sums = new float[ROWS_AT_A_TIME * width];
    for (int first = 0; first < rows(); first += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows() - first);
      if (beta == 0) {
        Arrays.fill(sums, 0);
      } else {
        z.copyRows(first, count, sums);
      }
      for (int i = 0; i < count; i++) {
        for (int at = start(first + i); at < end(first + i); at++) {
          b.addRowTo(indices[at], values[at], sums, i * width);
        }
      }
      z.setRows(first, count, sums);
    }
  }

  /** G = Xᵀ B: g_j = Σ_i x_ij b_i, where g_j and b_i are rows. */
  @Override
  void storeTransposedProduct(Matrix right, Matrix result, int beta) {
    FloatMatrix b = (FloatMatrix) right;
    FloatMatrix g = (FloatMatrix) result;
    int width = b.columns();
    float[] rows = new float[ROWS_AT_A_TIME * width];
    if (beta == 0) {
      g.setToZero();
    }
    for (int first = 0; first < rows(); first += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows() - first);
      b.copyRows(first, count, rows);
      for (int i = 0; i < count; i++) {
        for (int at = start(first + i); at < end(first + i); at++) {
          g.addToRow(indices[at], values[at], rows, i * width);
        }
      }
    }
  }
}
