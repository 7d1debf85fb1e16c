package org.sparkbackprop.linalg.blas;

/** The matrix product of the Basic Linear Algebra Subprograms, on column-major arrays. */
public interface Blas {

  /** Whether a factor of a product enters as it is stored or transposed. */
  enum Form {
    /** op(A) = A. */
    AS_STORED("N"),
    /** op(A) = Aᵀ. */
    TRANSPOSED("T");

    private final String code;

    Form(String code) {
      this.code = code;
    }

    /** The letter that BLAS uses for this form. */
    public String code() {
      return code;
    }
  }

  /** What this is, for people: library, version and kernel as far as they are known. */
  String name();

  /**
   * C ← op(A) op(B) + β C, where op(A) is m × k, op(B) is k × n and C is m × n, all column-major. A
   * and B are not modified and must not overlap C.
   *
   * @param a the array of A, which begins at {@code offsetA}; its columns are {@code strideA} apart
   * @param b the array of B, which begins at {@code offsetB}; its columns are {@code strideB} apart
   * @param beta β: 1, or 0, and then the earlier content of C is not read
   * @param c the array of C, which begins at {@code offsetC}; its columns are {@code strideC} apart
   */
  void multiply(
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
      int strideC);

  /** The same in single precision. */
  void multiply(
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
      int strideC);
}
