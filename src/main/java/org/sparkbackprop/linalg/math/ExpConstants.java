package org.sparkbackprop.linalg.math;

/**
 * The numbers in the formulas of {@link ArrayFunctions}.
 *
 * <p>Q0 to Q9 are the coefficients of q, interpolated with 60 digits at Chebyshev's points of |r| ≤
 * 1.0001 ln 2 / 2. With them e^r is within 1.3 × 10⁻¹⁷ in double and 8.1 × 10⁻⁹ in single
 * precision, before rounding.
 */
final class ExpConstants {

  static final double LOG2_E = 0x1.71547652b82fep0;
  static final double LN_2_HIGH = 0x1.62e42fefa39efp-1;
  static final double LN_2_LOW = 0x1.abc9e3b39803fp-56;

  /** Added to a number below 2⁵¹, it leaves the nearest integer in the low bits. */
  static final double ROUNDER = 0x1.8p52;

  /** Below it, e^x is 0; above {@link #LARGEST_EXPONENT}, infinite. */
  static final double MIN_EXPONENT = -708;

  static final double LARGEST_EXPONENT = 708;

  /** From here on, tanh (x / 2) is 1. */
  static final double TANH_IS_ONE = 44;

  static final int MANTISSA_BITS = 52;

  static final double Q0 = 0x1.0000000000001p-1;
  static final double Q1 = 0x1.5555555555556p-3;
  static final double Q2 = 0x1.5555555553d63p-5;
  static final double Q3 = 0x1.11111111109b3p-7;
  static final double Q4 = 0x1.6c16c1788bd90p-10;
  static final double Q5 = 0x1.a01a01a7c41d5p-13;
  static final double Q6 = 0x1.a019b90d2ae7ap-16;
  static final double Q7 = 0x1.71de0dae63bb3p-19;
  static final double Q8 = 0x1.289185613a3d6p-22;
  static final double Q9 = 0x1.af38a9b0ec855p-26;

  static final float FLOAT_LOG2_E = 0x1.715476p0f;
  static final float FLOAT_LN_2_HIGH = 0x1.62e430p-1f;
  static final float FLOAT_LN_2_LOW = -0x1.05c610p-29f;
  static final float FLOAT_ROUNDER = 0x1.8p23f;
  static final float FLOAT_LEAST_EXPONENT = -87;
  static final float FLOAT_LARGEST_EXPONENT = 87;
  static final float FLOAT_TANH_IS_ONE = 20;
  static final int FLOAT_MANTISSA_BITS = 23;

  static final float FLOAT_Q0 = 0.5f;
  static final float FLOAT_Q1 = 0x1.5554dcp-3f;
  static final float FLOAT_Q2 = 0x1.55551ap-5f;
  static final float FLOAT_Q3 = 0x1.120b6ep-7f;
  static final float FLOAT_Q4 = 0x1.6d110ap-10f;

  private ExpConstants() {}
}
