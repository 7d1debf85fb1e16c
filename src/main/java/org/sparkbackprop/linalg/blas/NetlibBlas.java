package org.sparkbackprop.linalg.blas;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;

/** The product by {@code dev.ludovic.netlib}, native or Java's. */
final class NetlibBlas implements Blas {

  /** Java's kernels count multiplications in an int, and are slow where that overflows. */
  private static final long MAX_MULTIPLICATIONS = Integer.MAX_VALUE;

  private final BLAS netlib;
  private final String name;

  NetlibBlas(BLAS netlib, String name) {
    this.netlib = netlib;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  boolean isNative() {
    return netlib instanceof NativeBLAS;
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
    if (m == 0 || n == 0) {
      return; // netlib refuses the strides of an empty matrix
    }
    int columns = columnsAtATime(m, n, k);
    for (int j = 0; j < n; j += columns) {
      netlib.dgemm(
          formA.code(),
          formB.code(),
          m,
          Math.min(columns, n - j),
          k,
          1.0,
          a,
          offsetA,
          strideA,
          b,
          offsetB + columnOfFactor(formB, j, strideB),
          strideB,
          beta,
          c,
          offsetC + j * strideC,
          strideC);
    }
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
    if (m == 0 || n == 0) {
      return; // netlib refuses the strides of an empty matrix
    }
    int columns = columnsAtATime(m, n, k);
    for (int j = 0; j < n; j += columns) {
      netlib.sgemm(
          formA.code(),
          formB.code(),
          m,
          Math.min(columns, n - j),
          k,
          1f,
          a,
          offsetA,
          strideA,
          b,
          offsetB + columnOfFactor(formB, j, strideB),
          strideB,
          beta,
          c,
          offsetC + j * strideC,
          strideC);
    }
  }

  /** All columns at once for native kernels. */
  private int columnsAtATime(int m, int n, int k) {
    long max = isNative() ? n : MAX_MULTIPLICATIONS / Math.max(1, (long) m * k);
    return (int) Math.max(1, Math.min(n, max));
  }

  private static int columnOfFactor(Form form, int column, int stride) {
    return form == Form.AS_STORED ? column * stride : column;
  }
}
