package org.sparkbackprop.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DoubleMatrixTest {

  /** 1 2 3 / 4 5 6, row by row. */
  private static DoubleMatrix twoByThree() {
    return DoubleMatrix.rowMajor(new double[] {1, 2, 3, 4, 5, 6}, 0, 2, 3);
  }

  @Test
  void productOfViewsIsTheProductOfTheMatrices() {
    DoubleMatrix product = DoubleMatrix.zeros(2, 2);
    product.setToProduct(twoByThree(), twoByThree().transpose());
    // (1 2 3)·(1 2 3) = 14, (1 2 3)·(4 5 6) = 32, (4 5 6)·(4 5 6) = 77
    assertThat(product.array()).containsExactly(14, 32, 32, 77);
  }

  @Test
  void productIntoATransposedViewFillsWhatItViews() {
    double[] values = new double[6];
    DoubleMatrix.rowMajor(values, 0, 2, 3)
        .setToProduct(
            DoubleMatrix.columnMajor(new double[] {1, 10}, 0, 2, 1),
            DoubleMatrix.columnMajor(new double[] {1, 2, 3}, 0, 1, 3));
    assertThat(values).containsExactly(1, 2, 3, 10, 20, 30);
  }

  @Test
  void addProductAddsToWhatIsThere() {
    DoubleMatrix sum = DoubleMatrix.columnMajor(new double[] {1}, 0, 1, 1);
    DoubleMatrix two = DoubleMatrix.columnMajor(new double[] {2}, 0, 1, 1);
    sum.addProduct(two, two);
    assertThat(sum.array()).containsExactly(5);
  }

  @Test
  void rowIsAddedToEachRowAndColumnsAreSummed() {
    DoubleMatrix matrix = DoubleMatrix.columnMajor(new double[] {1, 2, 3, 4}, 0, 2, 2);
    matrix.addToEachRow(DoubleMatrix.columnMajor(new double[] {10, 20}, 0, 1, 2));
    assertThat(matrix.array()).containsExactly(11, 12, 23, 24);
    DoubleMatrix sums = DoubleMatrix.columnMajor(new double[] {1, 1}, 0, 1, 2);
    sums.addColumnSums(matrix);
    assertThat(sums.array()).containsExactly(24, 48);
  }

  @Test
  void shapesThatDoNotFitAreBothNamed() {
    assertThatThrownBy(() -> DoubleMatrix.zeros(2, 2).setToProduct(twoByThree(), twoByThree()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 × 3 and 2 × 3 does not give 2 × 2");
    assertThatThrownBy(() -> DoubleMatrix.columnMajor(new double[5], 0, 2, 3))
        .hasMessageContaining("2 × 3 at offset 0 does not fit into 5 numbers");
    assertThatThrownBy(() -> twoByThree().addToEachRow(DoubleMatrix.zeros(1, 3)))
        .hasMessageContaining("transposed view of 2 × 3");
  }
}
