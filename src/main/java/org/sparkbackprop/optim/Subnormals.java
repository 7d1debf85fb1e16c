package org.sparkbackprop.optim;

/**
 * Keeps moments that decay from becoming subnormal numbers, which take processors many times as
 * long: where gradients have become 0, as of units that no sample reaches, a moment would otherwise
 * stay subnormal for the rest of the training.
 *
 * <p>Adding and subtracting a small number rounds to multiples of its last bit. That changes no
 * number that is not tiny itself, and the compiler makes vectors of it, which it does not of
 * comparisons.
 */
final class Subnormals {

  private static final float SMALL_FLOAT = 0x1p-80f;
  private static final double SMALL_DOUBLE = 0x1p-900;

  private Subnormals() {}

  /** The number as a multiple of 2⁻¹⁰³; times a learning rate, that is no subnormal either. */
  static float flushed(float x) {
    return x + SMALL_FLOAT - SMALL_FLOAT;
  }

  /** The number as a multiple of 2⁻⁹⁵². */
  static double flushed(double x) {
    return x + SMALL_DOUBLE - SMALL_DOUBLE;
  }
}
