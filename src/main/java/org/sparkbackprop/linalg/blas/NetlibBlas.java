package org.sparkbackprop.linalg.blas;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;

/** The product by {@code dev.ludovic.netlib}, native or Java's. */
final class NetlibBlas implements Blas {

  /** Java's kernels count multiplications in an int, and are slow if that overflows. */
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
  public void multiply(int m, int n, int k, Doubles a, Doubles b, int beta, Doubles c) {
    if (m == 0 || n == 0) {
      return; // netlib refuses the strides of an empty matrix
    }
    int columns = columnsAtATime(m, n, k);
    for (int j = 0; j < n; j += columns) {
      netlib.dgemm(
          a.form().code(),
          b.form().code(),
          m,
          Math.min(columns, n - j),
          k,
          1,
          a.numbers(),
          a.offset(),
          a.stride(),
          b.numbers(),
          b.offset() + j * b.columnStep(),
          b.stride(),
          beta,
          c.numbers(),
          c.offset() + j * c.stride(),
          c.stride());
    }
  }

  @Override
  public void multiply(int m, int n, int k, Floats a, Floats b, int beta, Floats c) {
    if (m == 0 || n == 0) {
      return; // netlib refuses the strides of an empty matrix
    }
    int columns = columnsAtATime(m, n, k);
    for (int j = 0; j < n; j += columns) {
      netlib.sgemm(
          a.form().code(),
          b.form().code(),
          m,
          Math.min(columns, n - j),
          k,
          1,
          a.numbers(),
          a.offset(),
          a.stride(),
          b.numbers(),
          b.offset() + j * b.columnStep(),
          b.stride(),
          beta,
          c.numbers(),
          c.offset() + j * c.stride(),
          c.stride());
    }
  }

  /** All columns for native kernels. */
  private int columnsAtATime(int m, int n, int k) {
    long max = isNative() ? n : MAX_MULTIPLICATIONS / Math.max(1, (long) m * k);
    return (int) Math.max(1, Math.min(n, max));
  }
}
