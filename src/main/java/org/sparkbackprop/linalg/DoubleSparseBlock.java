package org.sparkbackprop.linalg;

import java.util.Arrays;

/** A sparse block of doubles. */
final class DoubleSparseBlock extends SparseBlock {

  private static final long serialVersionUID = 1;

  private double[] values;

  DoubleSparseBlock(int columns, int[] starts, int[] indices, int filledRows, double[] values) {
    super(columns, starts, indices, filledRows);
    this.values = values;
  }

  @Override
  public Precision precision() {
    return Precision.DOUBLE;
  }

  @Override
  DoubleSparseBlock empty(int rows, int room) {
    return new DoubleSparseBlock(columns, new int[rows + 1], new int[room], 0, new double[room]);
  }

  @Override
  SparseBlock convertedIn(Matrix room) {
    float[] narrow = ((FloatMatrix) room).array();
    for (int i = 0; i < nonZeros(); i++) {
      narrow[i] = (float) values[i];
    }
    return new FloatSparseBlock(columns, starts, indices, filledRows, narrow);
  }

  @Override
  void copyValues(int from, int count, SparseBlock target, int to) {
    System.arraycopy(values, from, ((DoubleSparseBlock) target).values, to, count);
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
    DoubleMatrix b = (DoubleMatrix) right;
    DoubleMatrix z = (DoubleMatrix) result;
    int width = b.columns();
    double[] sums = new double[ROWS_AT_A_TIME * width];
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
    DoubleMatrix b = (DoubleMatrix) right;
    DoubleMatrix g = (DoubleMatrix) result;
    int width = b.columns();
    double[] rows = new double[ROWS_AT_A_TIME * width];
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
