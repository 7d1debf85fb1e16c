package org.sparkbackprop.linalg.blas;

import java.util.Arrays;

/**
 * The product in plain Java: the reference that every other implementation is tested against, and
 * what a model uses that is scored with nothing else on the class path.
 */
final class JavaBlas implements Blas {

  @Override
  public String name() {
    return "java";
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
    if (formA == Form.AS_STORED && formB == Form.TRANSPOSED && beta == 0) {
      RowMajorProducts.multiply(
          m, n, k, a, offsetA, strideA, b, offsetB, strideB, c, offsetC, strideC);
      return;
    }
    int rowStepB = formB == Form.AS_STORED ? 1 : strideB;
    int columnStepB = formB == Form.AS_STORED ? strideB : 1;
    for (int j = 0; j < n; j++) {
      int columnC = offsetC + j * strideC;
      int columnB = offsetB + j * columnStepB;
      if (beta == 0) {
        Arrays.fill(c, columnC, columnC + m, 0);
      }
      if (formA == Form.AS_STORED) {
        for (int l = 0; l < k; l++) {
          addScaled(b[columnB + l * rowStepB], a, offsetA + l * strideA, c, columnC, m);
        }
      } else {
        for (int i = 0; i < m; i++) {
          c[columnC + i] += dot(a, offsetA + i * strideA, b, columnB, rowStepB, k);
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
    int rowStepB = formB == Form.AS_STORED ? 1 : strideB;
    int columnStepB = formB == Form.AS_STORED ? strideB : 1;
    for (int j = 0; j < n; j++) {
      int columnC = offsetC + j * strideC;
      int columnB = offsetB + j * columnStepB;
      if (beta == 0) {
        Arrays.fill(c, columnC, columnC + m, 0);
      }
      if (formA == Form.AS_STORED) {
        for (int l = 0; l < k; l++) {
          addScaled(b[columnB + l * rowStepB], a, offsetA + l * strideA, c, columnC, m);
        }
      } else {
        for (int i = 0; i < m; i++) {
          c[columnC + i] += dot(a, offsetA + i * strideA, b, columnB, rowStepB, k);
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
