package org.sparkbackprop.linalg;

import dev.ludovic.netlib.blas.BLAS;

/** The product by {@code dev.ludovic.netlib}, which comes with Spark. */
final class NetlibBlas implements Blas {

  private final BLAS netlib;

  NetlibBlas(BLAS netlib) {
    this.netlib = netlib;
  }

  @Override
  public String name() {
    return "netlib " + netlib.getClass().getSimpleName();
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
    netlib.dgemm(
        formA.code(),
        formB.code(),
        m,
        n,
        k,
        1.0,
        a,
        offsetA,
        strideA,
        b,
        offsetB,
        strideB,
        beta,
        c,
        offsetC,
        strideC);
  }
}
