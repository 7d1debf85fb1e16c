package org.sparkbackprop.linalg.blas;

import java.util.Arrays;
import org.sparkbackprop.linalg.blas.Blas.Doubles;

/**
 * C = A B in plain Java, where A and C are stored column by column and B row by row, like X and W.
 * Each element is added up from the first product to the last, rounded each time: a row has the
 * same bits alone and among others.
 *
 * <p>Few rows are computed one by one over the rows of B, whose numbers are neighbours in memory;
 * zeros of A are skipped, which changes nothing if B is finite. For many rows, columns of A are
 * first copied to separate arrays: the compiler vectorises only loops over arrays that start at the
 * same index.
 */
final class RowMajorProducts {

  private static final int FEW_ROWS = 16;

  /** A tile of A fits into a core's nearest cache. */
  private static final int TILE_ROWS = 256;

  private static final int TILE_COLUMNS = 16;

  private RowMajorProducts() {}

  /** C ← A B, where A is m × k and B is k × n. */
  static void multiply(int m, int n, int k, Doubles a, Doubles b, Doubles c) {
    if (m == 1 && c.stride() == 1) {
      multiplyRow(0, n, k, a, b, c.numbers(), c.offset());
    } else if (m < FEW_ROWS) {
      double[] product = c.numbers();
      double[] row = new double[n];
      for (int i = 0; i < m; i++) {
        multiplyRow(i, n, k, a, b, row, 0);
        for (int j = 0; j < n; j++) {
          product[c.offset() + j * c.stride() + i] = row[j];
        }
      }
    } else {
      for (int i = 0; i < m; i += TILE_ROWS) {
        multiplyTiles(i, Math.min(TILE_ROWS, m - i), n, k, a, b, c);
      }
    }
  }

  /** Row i of C, to neighbours in an array, from row i of A. */
  private static void multiplyRow(
      int i, int n, int k, Doubles left, Doubles right, double[] c, int offsetC) {
    double[] a = left.numbers();
    int offsetA = left.offset() + i;
    int strideA = left.stride();
    double[] b = right.numbers();
    int offsetB = right.offset();
    int strideB = right.stride();
    Arrays.fill(c, offsetC, offsetC + n, 0);
    int l = nextNonZero(0, k, a, offsetA, strideA);
    while (l < k) {
      int l1 = nextNonZero(l + 1, k, a, offsetA, strideA);
      int l2 = nextNonZero(l1 + 1, k, a, offsetA, strideA);
      int l3 = nextNonZero(l2 + 1, k, a, offsetA, strideA);
      if (l3 < k) {
        double a0 = a[offsetA + l * strideA];
        double a1 = a[offsetA + l1 * strideA];
        double a2 = a[offsetA + l2 * strideA];
        double a3 = a[offsetA + l3 * strideA];
        int row = offsetB + l * strideB;
        int row1 = offsetB + l1 * strideB;
        int row2 = offsetB + l2 * strideB;
        int row3 = offsetB + l3 * strideB;
        for (int j = 0; j < n; j++) {
          double sum = c[offsetC + j] + a0 * b[row + j] + a1 * b[row1 + j];
          c[offsetC + j] = sum + a2 * b[row2 + j] + a3 * b[row3 + j];
        }
        l = nextNonZero(l3 + 1, k, a, offsetA, strideA);
      } else { // the last one, two or three
        JavaBlas.addScaled(a[offsetA + l * strideA], b, offsetB + l * strideB, c, offsetC, n);
        l = l1;
      }
    }
  }

  /** The first column, from one on, in which a row of A is not 0; k if there is none. */
  private static int nextNonZero(int from, int k, double[] a, int offsetA, int strideA) {
    int l = from;
    while (l < k && a[offsetA + l * strideA] == 0) {
      l++;
    }
    return Math.min(l, k);
  }

  /** Some rows of C, from row i on. */
  private static void multiplyTiles(
      int i, int rows, int n, int k, Doubles left, Doubles right, Doubles product) {
    double[] a = left.numbers();
    double[] b = right.numbers();
    double[] c = product.numbers();
    int strideB = right.stride();
    int offsetC = product.offset() + i;
    int strideC = product.stride();
    double[][] columns = new double[TILE_COLUMNS][rows];
    double[] sums = new double[rows];
    for (int j = 0; j < n; j++) {
      Arrays.fill(c, offsetC + j * strideC, offsetC + j * strideC + rows, 0);
    }
    for (int first = 0; first < k; first += TILE_COLUMNS) {
      int count = Math.min(TILE_COLUMNS, k - first);
      for (int l = 0; l < count; l++) {
        System.arraycopy(a, left.offset() + i + (first + l) * left.stride(), columns[l], 0, rows);
      }
      for (int j = 0; j < n; j++) {
        int column = offsetC + j * strideC;
        System.arraycopy(c, column, sums, 0, rows);
        addColumns(rows, count, columns, b, right.offset() + first * strideB + j, strideB, sums);
        System.arraycopy(sums, 0, c, column, rows);
      }
    }
  }

  /** sums ← sums + Σ columns times numbers of B. */
  private static void addColumns(
      int rows,
      int count,
      double[][] columns,
      double[] b,
      int offsetB,
      int strideB,
      double[] sums) {
    int l = 0;
    for (; l + 3 < count; l += 4) {
      int place = offsetB + l * strideB;
      addFour(
          rows,
          columns[l],
          b[place],
          columns[l + 1],
          b[place + strideB],
          columns[l + 2],
          b[place + 2 * strideB],
          columns[l + 3],
          b[place + 3 * strideB],
          sums);
    }
    for (; l < count; l++) {
      JavaBlas.addScaled(b[offsetB + l * strideB], columns[l], 0, sums, 0, rows);
    }
  }

  private static void addFour(
      int rows,
      double[] column0,
      double b0,
      double[] column1,
      double b1,
      double[] column2,
      double b2,
      double[] column3,
      double b3,
      double[] sums) {
    for (int i = 0; i < rows; i++) {
      double sum = sums[i] + b0 * column0[i] + b1 * column1[i];
      sums[i] = sum + b2 * column2[i] + b3 * column3[i];
    }
  }
}
