package org.sparkbackprop.optim;

/**
 * Scales a gradient that is too long down to a Euclidean norm (Pascanu, Mikolov and Bengio, ICML
 * 2013): g ← g min(1, c / ‖g‖). The norm is summed in double in a fixed order, chunk by chunk, so
 * that several threads find the same bits.
 */
public final class GradientClipping {

  /** Numbers whose squares are added by one thread. */
  public static final int CHUNK = 512;

  private GradientClipping() {}

  /** Scales a gradient down in place, if it is longer than the norm. */
  public static void clip(double[] gradient, double maxNorm) {
    if (Double.isInfinite(maxNorm)) {
      return;
    }
    double squares = 0;
    for (int from = 0; from < gradient.length; from += CHUNK) {
      squares += squaresOfChunk(gradient, from);
    }
    scale(gradient, factor(squares, maxNorm), 0, gradient.length);
  }

  /** The same in single precision. */
  public static void clip(float[] gradient, double maxNorm) {
    if (Double.isInfinite(maxNorm)) {
      return;
    }
    double squares = 0;
    for (int from = 0; from < gradient.length; from += CHUNK) {
      squares += squaresOfChunk(gradient, from);
    }
    scale(gradient, factor(squares, maxNorm), 0, gradient.length);
  }

  /**
   * The factor of a gradient; not a number if its norm is not finite, so that training notices.
   *
   * @param squares the sum of the squares of all chunks, added in their order
   */
  public static double factor(double squares, double maxNorm) {
    double norm = Math.sqrt(squares);
    if (norm <= maxNorm) {
      return 1;
    }
    return Double.isInfinite(norm) ? Double.NaN : maxNorm / norm;
  }

  /** The sum of the squares of up to {@link #CHUNK} numbers from a place on. */
  public static double squaresOfChunk(double[] gradient, int from) {
    int until = Math.min(gradient.length, from + CHUNK);
    double even = 0;
    double odd = 0;
    double evenToo = 0;
    double oddToo = 0;
    int i = from;
    for (; i < until - 3; i += 4) {
      even += gradient[i] * gradient[i];
      odd += gradient[i + 1] * gradient[i + 1];
      evenToo += gradient[i + 2] * gradient[i + 2];
      oddToo += gradient[i + 3] * gradient[i + 3];
    }
    for (; i < until; i++) {
      even += gradient[i] * gradient[i];
    }
    return (even + odd) + (evenToo + oddToo);
  }

  /** The same in single precision, of which squares in double are exact. */
  public static double squaresOfChunk(float[] gradient, int from) {
    int until = Math.min(gradient.length, from + CHUNK);
    double even = 0;
    double odd = 0;
    double evenToo = 0;
    double oddToo = 0;
    int i = from;
    for (; i < until - 3; i += 4) {
      even += (double) gradient[i] * gradient[i];
      odd += (double) gradient[i + 1] * gradient[i + 1];
      evenToo += (double) gradient[i + 2] * gradient[i + 2];
      oddToo += (double) gradient[i + 3] * gradient[i + 3];
    }
    for (; i < until; i++) {
      even += (double) gradient[i] * gradient[i];
    }
    return (even + odd) + (evenToo + oddToo);
  }

  /** gradient ← factor × gradient in a range; a factor of 1 changes nothing. */
  public static void scale(double[] gradient, double factor, int from, int until) {
    if (factor == 1) {
      return;
    }
    for (int i = from; i < until; i++) {
      gradient[i] *= factor;
    }
  }

  /** The same in single precision. */
  public static void scale(float[] gradient, double factor, int from, int until) {
    if (factor == 1) {
      return;
    }
    float narrow = (float) factor;
    for (int i = from; i < until; i++) {
      gradient[i] *= narrow;
    }
  }
}
