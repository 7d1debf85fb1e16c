package org.sparkbackprop.linalg.blas;

import java.util.Arrays;

/**
 * The product in plain Java: the reference that every other implementation is tested against, and
 * what scores a model with nothing else on the class path.
 */
final class JavaBlas implements Blas {

  @Override
  public String name() {
    return "java";
  }

  @Override
  public void multiply(int m, int n, int k, Doubles a, Doubles b, int beta, Doubles c) {
    if (a.form() == Form.AS_STORED && b.form() == Form.TRANSPOSED && beta == 0) {
      RowMajorProducts.multiply(m, n, k, a, b, c);
      return;
    }
    double[] left = a.numbers();
    double[] right = b.numbers();
    double[] product = c.numbers();
    int step = b.rowStep();
    for (int j = 0; j < n; j++) {
      int columnC = c.offset() + j * c.stride();
      int columnB = b.offset() + j * b.columnStep();
      if (beta == 0) {
        Arrays.fill(product, columnC, columnC + m, 0);
      }
      if (a.form() == Form.AS_STORED) {
        for (int l = 0; l < k; l++) {
          int columnA = a.offset() + l * a.stride();
          addScaled(right[columnB + l * step], left, columnA, product, columnC, m);
        }
      } else {
        for (int i = 0; i < m; i++) {
          int rowA = a.offset() + i * a.stride();
          product[columnC + i] += dot(left, rowA, right, columnB, step, k);
        }
      }
    }
  }

  static void addScaled(
      double factor, double[] a, int offsetA, double[] c, int offsetC, int length) {
    for (int i = 0; i < length; i++) {
      c[offsetC + i] += factor * a[offsetA + i];
    }
  }

  private static double dot(
      double[] a, int offsetA, double[] b, int offsetB, int stepB, int length) {
    double sum = 0;
    for (int l = 0; l < length; l++) {
      sum += a[offsetA + l] * b[offsetB + l * stepB];
    }
    return sum;
  }

  @Override
  public void multiply(int m, int n, int k, Floats a, Floats b, int beta, Floats c) {
    float[] left = a.numbers();
    float[] right = b.numbers();
    float[] product = c.numbers();
    int step = b.rowStep();
    for (int j = 0; j < n; j++) {
      int columnC = c.offset() + j * c.stride();
      int columnB = b.offset() + j * b.columnStep();
      if (beta == 0) {
        Arrays.fill(product, columnC, columnC + m, 0);
      }
      if (a.form() == Form.AS_STORED) {
        for (int l = 0; l < k; l++) {
          int columnA = a.offset() + l * a.stride();
          addScaled(right[columnB + l * step], left, columnA, product, columnC, m);
        }
      } else {
        for (int i = 0; i < m; i++) {
          int rowA = a.offset() + i * a.stride();
          product[columnC + i] += dot(left, rowA, right, columnB, step, k);
        }
      }
    }
  }

  private static void addScaled(
      float factor, float[] a, int offsetA, float[] c, int offsetC, int length) {
    for (int i = 0; i < length; i++) {
      c[offsetC + i] += factor * a[offsetA + i];
    }
  }

  private static float dot(float[] a, int offsetA, float[] b, int offsetB, int stepB, int length) {
    float sum = 0;
    for (int l = 0; l < length; l++) {
      sum += a[offsetA + l] * b[offsetB + l * stepB];
    }
    return sum;
  }
}
