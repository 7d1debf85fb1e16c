package org.sparkbackprop.linalg.blas;

import org.sparkbackprop.linalg.math.ArrayFunctions;
import org.sparkbackprop.linalg.math.LaneSum;

/**
 * Products of long matrices with few columns, as networks of a few units have them; all others go
 * to a BLAS. A library's kernels pack their operands first, which costs more than such products
 * themselves. As the loops here have one order of operations, their results have the same bits on
 * every machine.
 */
final class SmallProducts implements Blas {

  /**
   * So many numbers in the small factor, or in a small result: OpenBLAS's kernels for AVX2 are
   * slower up to 64 of them, those for AVX-512, which know small products, are faster from some 12
   * on.
   */
  private static final int MAX_FACTORS = 12;

  private final Blas others;

  SmallProducts(Blas others) {
    this.others = others;
  }

  @Override
  public String name() {
    return others.name();
  }

  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      double[] a,
      int offsetA,
      int strideA,
      double[] b,
      int offsetB,
      int strideB,
      double beta,
      double[] c,
      int offsetC,
      int strideC) {
    if (formA == Form.AS_STORED && beta == 0 && k > 1 && areFew(n, k)) {
      int rowStepB = formB == Form.AS_STORED ? 1 : strideB;
      int columnStepB = formB == Form.AS_STORED ? strideB : 1;
      for (int j = 0; j < n; j++) {
        int columnB = offsetB + j * columnStepB;
        combine(m, k, a, offsetA, strideA, b, columnB, rowStepB, c, offsetC + j * strideC);
      }
    } else if (formA == Form.TRANSPOSED && formB == Form.AS_STORED && areFew(m, n)) {
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          int columnA = offsetA + i * strideA;
          double sum = LaneSum.ofProducts(k, a, columnA, b, offsetB + j * strideB);
          int place = offsetC + j * strideC + i;
          c[place] = beta == 0 ? sum : c[place] + sum;
        }
      }
    } else {
      others.multiply(
          formA, formB, m, n, k, a, offsetA, strideA, b, offsetB, strideB, beta, c, offsetC,
          strideC);
    }
  }

  /** In single precision nobody trains networks that small: all products go to the BLAS. */
  @Override
  public void multiply(
      Form formA,
      Form formB,
      int m,
      int n,
      int k,
      float[] a,
      int offsetA,
      int strideA,
      float[] b,
      int offsetB,
      int strideB,
      float beta,
      float[] c,
      int offsetC,
      int strideC) {
    others.multiply(
        formA, formB, m, n, k, a, offsetA, strideA, b, offsetB, strideB, beta, c, offsetC, strideC);
  }

  private static boolean areFew(int rows, int columns) {
    return (long) rows * columns <= MAX_FACTORS;
  }

  /** c ← Σ_l a_l b_l, where a_l is a column and b_l a number; at least two columns. */
  private static void combine(
      int length,
      int columns,
      double[] a,
      int offsetA,
      int strideA,
      double[] b,
      int offsetB,
      int stepB,
      double[] c,
      int offsetC) {
    ArrayFunctions functions = ArrayFunctions.chosen();
    double b0 = b[offsetB];
    double b1 = b[offsetB + stepB];
    if (columns == 2) {
      functions.setToCombination(length, a, offsetA, strideA, b0, b1, c, offsetC);
      return;
    }
    double b2 = b[offsetB + 2 * stepB];
    functions.setToCombination(length, a, offsetA, strideA, b0, b1, b2, c, offsetC);
    for (int l = 3; l < columns; l++) {
      functions.addScaled(length, a, offsetA + l * strideA, b[offsetB + l * stepB], c, offsetC);
    }
  }
}
