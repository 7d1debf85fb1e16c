package org.sparkbackprop.linalg.blas;

import org.sparkbackprop.linalg.math.ArrayFunctions;
import org.sparkbackprop.linalg.math.LaneSum;

/**
 * Products of long matrices with few columns, as in networks of a few units; all others go to a
 * BLAS, whose kernels first pack their operands, which would cost more than these products. The
 * loops here have one order of operations, and so the same bits on every machine.
 */
final class SmallProducts implements Blas {

  /**
   * The most numbers in the small factor, or in a small result: OpenBLAS's kernels for AVX2 are
   * slower up to 64 of them; those for AVX-512, which know small products, are faster from about 12
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
  public void multiply(int m, int n, int k, Doubles a, Doubles b, int beta, Doubles c) {
    if (a.form() == Form.AS_STORED && beta == 0 && k > 1 && areFew(n, k)) {
      for (int j = 0; j < n; j++) {
        combine(m, k, a, b, j, c);
      }
    } else if (a.form() == Form.TRANSPOSED && b.form() == Form.AS_STORED && areFew(m, n)) {
      double[] product = c.numbers();
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
          int columnA = a.offset() + i * a.stride();
          int columnB = b.offset() + j * b.stride();
          double sum = LaneSum.ofProducts(k, a.numbers(), columnA, b.numbers(), columnB);
          int place = c.offset() + j * c.stride() + i;
          product[place] = beta == 0 ? sum : product[place] + sum;
        }
      }
    } else {
      others.multiply(m, n, k, a, b, beta, c);
    }
  }

  /** Nobody trains such small networks in single precision: all products go to the BLAS. */
  @Override
  public void multiply(int m, int n, int k, Floats a, Floats b, int beta, Floats c) {
    others.multiply(m, n, k, a, b, beta, c);
  }

  private static boolean areFew(int rows, int columns) {
    return (long) rows * columns <= MAX_FACTORS;
  }

  /** Column j of C ← Σ_l a_l b_lj, where a_l is a column of A; at least two columns. */
  private static void combine(int length, int columns, Doubles a, Doubles b, int j, Doubles c) {
    ArrayFunctions functions = ArrayFunctions.chosen();
    double[] x = a.numbers();
    int stride = a.stride();
    double[] factors = b.numbers();
    int first = b.offset() + j * b.columnStep();
    int step = b.rowStep();
    double[] sum = c.numbers();
    int place = c.offset() + j * c.stride();
    double b0 = factors[first];
    double b1 = factors[first + step];
    if (columns == 2) {
      functions.setToCombination(length, x, a.offset(), stride, b0, b1, sum, place);
      return;
    }
    double b2 = factors[first + 2 * step];
    functions.setToCombination(length, x, a.offset(), stride, b0, b1, b2, sum, place);
    for (int l = 3; l < columns; l++) {
      double factor = factors[first + l * step];
      functions.addScaled(length, x, a.offset() + l * stride, factor, sum, place);
    }
  }
}
