package org.sparkbackprop.linalg;

import java.util.Arrays;
import org.sparkbackprop.linalg.blas.Blas;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.math.ArrayFunctions;
import org.sparkbackprop.linalg.math.BinaryKernel;
import org.sparkbackprop.linalg.math.DerivativeKernel;
import org.sparkbackprop.linalg.math.Kernel;
import org.sparkbackprop.linalg.math.LaneSum;

/** A dense matrix of doubles. */
public final class DoubleMatrix extends DenseMatrix implements Blas.Doubles {

  private static final long serialVersionUID = 1;

  final double[] values;

  private DoubleMatrix(
      double[] values, int offset, int storedRows, int storedColumns, Blas.Form form) {
    super(values.length, offset, storedRows, storedColumns, form);
    this.values = values;
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

  @Override
  public Precision precision() {
    return Precision.DOUBLE;
  }

  @Override
  public DoubleMatrix transpose() {
    return new DoubleMatrix(values, offset, storedRows, storedColumns, oppositeForm());
  }

  @Override
  public DoubleMatrix part(int from, int rows, int columns) {
    return columnMajor(values, placeOfPart(from, rows, columns), rows, columns);
  }

  @Override
  void storeProduct(Matrix left, Matrix right, int beta) {
    DoubleMatrix a = (DoubleMatrix) left;
    BlasChoice.current()
        .multiply(storedRows, storedColumns, a.columns(), a, (DoubleMatrix) right, beta, this);
  }

  @Override
  public double[] numbers() {
    return values;
  }

  @Override
  double value(int place) {
    return values[place];
  }

  @Override
  void copyNumbers(int from, int distance, int count, DenseMatrix target, int to) {
    double[] copied = ((DoubleMatrix) target).values;
    if (distance == 1) {
      System.arraycopy(values, from, copied, to, count);
    } else {
      for (int i = 0; i < count; i++) {
        copied[to + i] = values[from + i * distance];
      }
    }
  }

  @Override
  void copyRows(int first, int count, DenseMatrix to) {
    double[] target = ((DoubleMatrix) to).values;
    int width = columns();
    int distance = rowDistance();
    for (int j = 0; j < width; j++) {
      int column = place(first, j);
      for (int i = 0; i < count; i++) {
        target[i * width + j] = values[column + i * distance];
      }
    }
  }

  @Override
  void setRows(int first, int count, DenseMatrix from) {
    double[] source = ((DoubleMatrix) from).values;
    int width = columns();
    int distance = rowDistance();
    for (int j = 0; j < width; j++) {
      int column = place(first, j);
      for (int i = 0; i < count; i++) {
        values[column + i * distance] = source[i * width + j];
      }
    }
  }

  /** sums ← sums + factor × a row. */
  void addRowTo(int row, double factor, double[] sums, int at) {
    int place = place(row, 0);
    int distance = columnDistance();
    int width = columns();
    if (distance == 1) {
      ArrayFunctions.chosen().addScaled(width, values, place, factor, sums, at);
    } else {
      for (int j = 0; j < width; j++) {
        sums[at + j] = Math.fma(factor, values[place + j * distance], sums[at + j]);
      }
    }
  }

  /** A row ← the row + factor × numbers of an array. */
  void addToRow(int row, double factor, double[] numbers, int at) {
    int place = place(row, 0);
    int distance = columnDistance();
    int width = columns();
    if (distance == 1) {
      ArrayFunctions.chosen().addScaled(width, numbers, at, factor, values, place);
    } else {
      for (int j = 0; j < width; j++) {
        int number = place + j * distance;
        values[number] = Math.fma(factor, numbers[at + j], values[number]);
      }
    }
  }

  @Override
  void copyTurned(int from, int count, DenseMatrix target, int to, int distance) {
    double[] turned = ((DoubleMatrix) target).values;
    for (int i = 0; i < count; i++) {
      turned[to + i * distance] = values[from + i];
    }
  }

  @Override
  public void setToZero() {
    Arrays.fill(values, offset, offset + size(), 0);
  }

  @Override
  public void addColumnSums(Matrix a) {
    DoubleMatrix summed = (DoubleMatrix) a;
    summed.requireStored();
    requireRow(this, summed.columns());
    for (int j = 0; j < summed.storedColumns; j++) {
      int start = summed.offset + j * summed.storedRows;
      values[offset + j] += LaneSum.of(summed.values, start, summed.storedRows);
    }
  }

  @Override
  public void set(Matrix a) {
    requireStoredAlike(a);
    if (a instanceof DoubleMatrix other) {
      System.arraycopy(other.values, other.offset, values, offset, size());
    } else {
      FloatMatrix narrow = (FloatMatrix) a;
      float[] from = narrow.values;
      int distance = narrow.offset - offset;
      for (int i = offset; i < offset + size(); i++) {
        values[i] = from[i + distance];
      }
    }
  }

  @Override
  public void add(Matrix a) {
    requireStoredAlike(a);
    if (a instanceof DoubleMatrix other) {
      int distance = other.offset - offset;
      for (int i = offset; i < offset + size(); i++) {
        values[i] += other.values[i + distance];
      }
    } else {
      FloatMatrix narrow = (FloatMatrix) a;
      float[] from = narrow.values;
      int distance = narrow.offset - offset;
      for (int i = offset; i < offset + size(); i++) {
        values[i] += from[i + distance];
      }
    }
  }

  @Override
  public void addRowAndApply(Matrix row, Kernel kernel) {
    DoubleMatrix added = (DoubleMatrix) row;
    requireStored();
    requireRow(added, columns());
    for (int j = 0; j < storedColumns; j++) {
      double addend = added.values[added.offset + j];
      kernel.apply(values, offset + j * storedRows, storedRows, addend);
    }
  }

  @Override
  public void addRowAndApply(Matrix row, DerivativeKernel kernel, Matrix derivative) {
    DoubleMatrix added = (DoubleMatrix) row;
    DoubleMatrix other = (DoubleMatrix) derivative;
    requireRow(added, columns());
    requireStoredAlike(other);
    requireSamePlace(other);
    for (int j = 0; j < storedColumns; j++) {
      double addend = added.values[added.offset + j];
      kernel.apply(values, other.values, offset + j * storedRows, storedRows, addend);
    }
  }

  @Override
  public void apply(BinaryKernel kernel, Matrix operand) {
    requireStoredAlike(operand);
    DoubleMatrix other = (DoubleMatrix) operand;
    requireSamePlace(other);
    kernel.apply(values, other.values, offset, size());
  }

  /**
   * The array that holds this matrix column by column from {@link #offset()} on; shared, for
   * kernels over whole blocks.
   *
   * @throws IllegalArgumentException if this is a transposed view
   */
  public double[] array() {
    requireStored();
    return values;
  }

  /** Every element ← element × factor. */
  public void multiply(double factor) {
    for (int i = offset; i < offset + size(); i++) {
      values[i] *= factor;
    }
  }

  /** The numbers of a row, copied. */
  public double[] row(int row) {
    double[] numbers = new double[columns()];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] = element(row, j);
    }
    return numbers;
  }
}
