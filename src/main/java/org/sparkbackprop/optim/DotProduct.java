package org.sparkbackprop.optim;

/** Σ aᵢ bᵢ in double precision, summed from the first component to the last on every machine. */
final class DotProduct {

  private DotProduct() {}

  /** The dot product of two vectors of the same length. */
  static double of(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** ‖a‖, the Euclidean length of a vector. */
  static double norm(double[] a) {
    return Math.sqrt(of(a, a));
  }
}
