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

  @Override
  void addRows(int first, int count, Matrix b, DenseMatrix sums) {
    DoubleMatrix rows = (DoubleMatrix) b;
    double[] target = ((DoubleMatrix) sums).values;
    int width = rows.columns();
    for (int i = 0; i < count; i++) {
      for (int at = start(first + i); at < end(first + i); at++) {
        rows.addRowTo(indices[at], values[at], target, i * width);
      }
    }
  }

  @Override
  void addToRows(int first, int count, DenseMatrix b, Matrix sums) {
    DoubleMatrix rows = (DoubleMatrix) sums;
    double[] source = ((DoubleMatrix) b).values;
    int width = rows.columns();
    for (int i = 0; i < count; i++) {
      for (int at = start(first + i); at < end(first + i); at++) {
        rows.addToRow(indices[at], values[at], source, i * width);
      }
    }
  }
}
