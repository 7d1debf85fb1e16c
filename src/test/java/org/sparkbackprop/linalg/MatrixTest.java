package org.sparkbackprop.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.linalg.math.Kernel;

class MatrixTest {

  private static final Kernel DOUBLED =
      new Kernel() {
        @Override
        public void apply(double[] values, int offset, int length, double addend) {
          for (int i = offset; i < offset + length; i++) {
            values[i] = 2 * (values[i] + addend);
          }
        }

        @Override
        public void apply(float[] values, int offset, int length, float addend) {
          for (int i = offset; i < offset + length; i++) {
            values[i] = 2 * (values[i] + addend);
          }
        }
      };

  /** Column by column. */
  private static Matrix matrix(Precision precision, int rows, int columns, double... values) {
    Matrix matrix = precision.zeros(rows, columns);
    matrix.set(DoubleMatrix.columnMajor(values, 0, rows, columns));
    return matrix;
  }

  private static double[] numbers(Matrix matrix) {
    DoubleMatrix wide = DoubleMatrix.zeros(matrix.rows(), matrix.columns());
    wide.set(matrix);
    return wide.array();
  }

  /** 1 2 3 / 4 5 6, stored row by row. */
  private static Matrix twoByThree(Precision precision) {
    return matrix(precision, 3, 2, 1, 2, 3, 4, 5, 6).transpose();
  }

  @ParameterizedTest
  @EnumSource
  void productOfViewsIsTheProductOfTheMatrices(Precision precision) {
    Matrix product = precision.zeros(2, 2);
    product.setToProduct(twoByThree(precision), twoByThree(precision).transpose());
    // (1 2 3)·(1 2 3) = 14, (1 2 3)·(4 5 6) = 32, (4 5 6)·(4 5 6) = 77
    assertThat(numbers(product)).containsExactly(14, 32, 32, 77);
    product.addProduct(twoByThree(precision), twoByThree(precision).transpose());
    assertThat(numbers(product)).containsExactly(28, 64, 64, 154);
  }

  @ParameterizedTest
  @EnumSource
  void productIntoATransposedViewFillsWhatItViews(Precision precision) {
    Matrix stored = precision.zeros(3, 2);
    stored
        .transpose()
        .setToProduct(matrix(precision, 2, 1, 1, 10), matrix(precision, 1, 3, 1, 2, 3));
    assertThat(numbers(stored)).containsExactly(1, 2, 3, 10, 20, 30);
    stored.transpose().addProduct(matrix(precision, 2, 1, 1, 10), matrix(precision, 1, 3, 1, 2, 3));
    assertThat(numbers(stored)).containsExactly(2, 4, 6, 20, 40, 60);
  }

  @ParameterizedTest
  @EnumSource
  void rowIsAddedToEachRowBeforeTheFunctionAndColumnsAreSummed(Precision precision) {
    Matrix matrix = matrix(precision, 2, 2, 1, 2, 3, 4);
    matrix.addRowAndApply(matrix(precision, 1, 2, 10, 20), DOUBLED);
    assertThat(numbers(matrix)).containsExactly(22, 24, 46, 48);
    Matrix sums = matrix(precision, 1, 2, 7, 7);
    sums.addColumnSums(matrix);
    assertThat(numbers(sums)).containsExactly(53, 101);
    sums.setToZero();
    assertThat(numbers(sums)).containsExactly(0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void columnsOfAnyLengthAreSummedWhole(Precision precision) {
    for (int rows = 0; rows < 40; rows++) {
      double[] values = new double[rows];
      java.util.Arrays.setAll(values, i -> i + 1);
      Matrix sum = precision.zeros(1, 1);
      sum.addColumnSums(matrix(precision, rows, 1, values));
      assertThat(numbers(sum)).containsExactly(rows * (rows + 1) / 2.0);
    }
  }

  @Test
  void precisionsAreConvertedWhereTheyMeet() {
    Matrix wide = matrix(Precision.DOUBLE, 1, 2, 0.1, 1e-30);
    Matrix narrow = Precision.FLOAT.zeros(1, 2);
    narrow.set(wide);
    wide.add(narrow);
    assertThat(numbers(wide)).containsExactly(0.1 + (float) 0.1, 1e-30 + (float) 1e-30);
    narrow.add(matrix(Precision.DOUBLE, 1, 2, 0.2, 0));
    assertThat(numbers(narrow)).containsExactly((float) 0.1 + (float) 0.2, (float) 1e-30);
  }

  @Test
  void partsShareTheNumbers() {
    DoubleMatrix whole = DoubleMatrix.zeros(1, 6);
    whole.part(2, 2, 2).set(matrix(Precision.DOUBLE, 2, 2, 1, 2, 3, 4));
    assertThat(whole.array()).containsExactly(0, 0, 1, 2, 3, 4);
    assertThatThrownBy(() -> whole.part(3, 2, 2)).hasMessageContaining("does not fit into 1 × 6");
  }

  @Test
  void aBlockOfItsOwnPrecisionIsNotCopied() {
    DoubleMatrix block = DoubleMatrix.zeros(2, 2);
    assertThat(block.in(new MatrixBuffer(Precision.DOUBLE))).isSameAs(block);
    Matrix narrow = block.in(new MatrixBuffer(Precision.FLOAT));
    assertThat(narrow.precision()).isEqualTo(Precision.FLOAT);
  }

  @ParameterizedTest
  @EnumSource
  void bytesAreWidenedToTheirQuotients(Precision precision) {
    byte[] bytes = new byte[256];
    for (int value = 0; value < 256; value++) {
      bytes[value] = (byte) value;
    }
    ByteBlock block = new ByteBlock(bytes, 64, 4, 255);
    double[] wide = numbers(block.in(new MatrixBuffer(precision)));
    for (int value = 0; value < 256; value++) {
      double quotient = value / 255.0;
      assertThat(wide[value])
          .isEqualTo(precision == Precision.DOUBLE ? quotient : (float) quotient);
      assertThat(block.element(value % 64, value / 64)).isEqualTo(quotient);
    }
  }

  @Test
  void shapesThatDoNotFitAreBothNamed() {
    Matrix a = twoByThree(Precision.DOUBLE);
    assertThatThrownBy(() -> DoubleMatrix.zeros(2, 2).setToProduct(a, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 × 3 and 2 × 3 is not 2 × 2");
    assertThatThrownBy(() -> DoubleMatrix.columnMajor(new double[5], 0, 2, 3))
        .hasMessageContaining("2 × 3 at offset 0 does not fit into 5 numbers");
    assertThatThrownBy(() -> a.addRowAndApply(DoubleMatrix.zeros(1, 3), DOUBLED))
        .hasMessageContaining("transposed view of 2 × 3");
    assertThatThrownBy(() -> new ByteBlock(new byte[5], 2, 3, 1)).hasMessageContaining("2 × 3");
  }
}
