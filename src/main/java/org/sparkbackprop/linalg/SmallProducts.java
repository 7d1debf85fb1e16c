package org.sparkbackprop.linalg;

/**
 * Products of long matrices with few columns, as networks of a few units have them; all others go
 * to a BLAS. A library's kernels pack their operands first, which costs more than such products
 * themselves. As the loops here have one order of operations, their results have the same bits on
 * every machine.
 */
final class SmallProducts implements Blas {

  /** Up to so many factors in all, a library is slower (measured with OpenBLAS's kernels). */
  private static final int MOST_FACTORS = 32;

  private static final ThreadLocal<double[]> LANES =
      ThreadLocal.withInitial(() -> new double[ArrayFunctions.PRODUCT_LANES]);

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
      double[] lanes = LANES.get();
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          ArrayFunctions.chosen()
              .sumProducts(k, a, offsetA + i * strideA, b, offsetB + j * strideB, lanes);
          int place = offsetC + j * strideC + i;
          c[place] = beta == 0 ? sumOf(lanes) : c[place] + sumOf(lanes);
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
    return (long) rows * columns <= MOST_FACTORS;
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
    int second = offsetA + strideA;
    functions.setToCombination(
        length, a, offsetA, b[offsetB], second, b[offsetB + stepB], c, offsetC);
    for (int l = 2; l < columns; l++) {
      functions.addScaled(length, a, offsetA + l * strideA, b[offsetB + l * stepB], c, offsetC);
    }
  }

  /** The upper half onto the lower one until one is left. */
  private static double sumOf(double[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[half + lane];
      }
    }
    return lanes[0];
  }
}
