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

  @Override
  void addRows(int first, int count, Matrix b, DenseMatrix sums) {
    FloatMatrix rows = (FloatMatrix) b;
    float[] target = ((FloatMatrix) sums).values;
    int width = rows.columns();
    for (int i = 0; i < count; i++) {
      for (int at = start(first + i); at < end(first + i); at++) {
        rows.addRowTo(indices[at], values[at], target, i * width);
      }
    }
  }

  @Override
  void addToRows(int first, int count, DenseMatrix b, Matrix sums) {
    FloatMatrix rows = (FloatMatrix) sums;
    float[] source = ((FloatMatrix) b).values;
    int width = rows.columns();
    for (int i = 0; i < count; i++) {
      for (int at = start(first + i); at < end(first + i); at++) {
        rows.addToRow(indices[at], values[at], source, i * width);
      }
    }
  }
}
