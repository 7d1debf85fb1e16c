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
    String code() {
      return code;
    }
  }

  /** A matrix that is stored column by column within an array. */
  interface Operand {

    /** How it enters a product as a factor. */
    Form form();

    /** Where it starts in the array. */
    int offset();

    /** The distance between two columns, at least 1. */
    int stride();

    /** The distance in the array between neighbours in a row of op(A). */
    default int columnStep() {
      return form() == Form.AS_STORED ? stride() : 1;
    }

    /** The distance in the array between neighbours in a column of op(A). */
    default int rowStep() {
      return form() == Form.AS_STORED ? 1 : stride();
    }
  }

  /** An operand in double precision. */
  interface Doubles extends Operand {
    /** The array, shared. */
    double[] numbers();
  }

  /** An operand in single precision. */
  interface Floats extends Operand {
    /** The array, shared. */
    float[] numbers();
  }

  /** What this is, for people: library, version and kernel as far as they are known. */
  String name();

  /**
   * C ← op(A) op(B) + β C, where op(A) is m × k, op(B) is k × n and C is m × n.
   *
   * @param a not modified; must not overlap C
   * @param b not modified; must not overlap C
   * @param beta β: 1, or 0, and then the earlier content of C is not read
   * @param c as it is stored, whatever its form
   */
  void multiply(int m, int n, int k, Doubles a, Doubles b, int beta, Doubles c);

  /** The same in single precision. */
  void multiply(int m, int n, int k, Floats a, Floats b, int beta, Floats c);
}
