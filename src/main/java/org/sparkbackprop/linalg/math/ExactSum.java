package org.sparkbackprop.linalg.math;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of finite doubles, or of their squares, without any rounding: an integer multiple of the
 * smallest double, in as many digits to base 2³² as it takes (U. Kulisch's long accumulator). So it
 * is the same in any order and grouping, with or without the zeros, and never overflows.
 */
public final class ExactSum implements Serializable {

  private static final long serialVersionUID = 1;

  /** The unit of a sum of doubles is 2 to this power. */
  public static final int EXPONENT = -1074;

  /** The same for a sum of squares. */
  public static final int EXPONENT_OF_SQUARES = 2 * EXPONENT;

  private static final int DIGIT = 32;
  private static final long MASK = 0xffffffffL;
  private static final int MANTISSA = 52;

  /** An addition adds less than 2³⁴ to each digit, so a long has room for this many. */
  private static final int MAX_BEFORE_CARRY = 1 << 28;

  /** Bits of a quotient before rounding: more than those of a double, and one for the remainder. */
  private static final int QUOTIENT_BITS = 66;

  /** The lowest digit first; each may be negative or too large until the carry. */
  private long[] digits = new long[0];

  /** The position of the first digit. */
  private int first;

  private int additions;

  /** Adds a number. */
  public void add(double x) {
    long mantissa = mantissa(x);
    if (mantissa == 0) {
      return;
    }
    int position = position(x);
    int at = at(position / DIGIT, 3);
    int shift = position % DIGIT;
    long low = (mantissa << shift) & MASK;
    long high = mantissa >>> (DIGIT - shift);
    long sign = x < 0 ? -1 : 1;
    digits[at] += sign * low;
    digits[at + 1] += sign * (high & MASK);
    digits[at + 2] += sign * (high >>> DIGIT);
    added();
  }

  /** Adds the square of a number. */
  public void addSquare(double x) {
    long mantissa = mantissa(x);
    if (mantissa == 0) {
      return;
    }
    int position = 2 * position(x);
    int at = at(position / DIGIT, 5);
    int shift = position % DIGIT;
    long low = mantissa * mantissa;
    long high = Math.multiplyHigh(mantissa, mantissa);
    addShifted(low & MASK, shift, at);
    addShifted(low >>> DIGIT, shift, at + 1);
    addShifted(high & MASK, shift, at + 2);
    addShifted(high >>> DIGIT, shift, at + 3);
    added();
  }

  private void addShifted(long digit, int shift, int at) {
    long shifted = digit << shift;
    digits[at] += shifted & MASK;
    digits[at + 1] += shifted >>> DIGIT;
  }

  /** Adds another sum. */
  public void add(ExactSum other) {
    if (other.digits.length == 0) {
      return;
    }
    carry();
    other.carry();
    int at = at(other.first, other.digits.length);
    for (int i = 0; i < other.digits.length; i++) {
      digits[at + i] += other.digits[i];
    }
    added();
  }

  private static long mantissa(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long fraction = bits & ((1L << MANTISSA) - 1);
    return exponent(bits) == 0 ? fraction : fraction | (1L << MANTISSA);
  }

  /** The power of 2 that the mantissa is multiplied by, relative to that of the smallest double. */
  private static int position(double x) {
    return Math.max(exponent(Double.doubleToRawLongBits(x)), 1) - 1;
  }

  private static int exponent(long bits) {
    return ((int) (bits >>> MANTISSA)) & 0x7ff;
  }

  /** Makes room for some digits from a position on, and returns their index. */
  private int at(int place, int count) {
    if (digits.length == 0) {
      first = place;
    }
    int low = Math.min(first, place);
    int high = Math.max(first + digits.length, place + count);
    if (high - low > digits.length) {
      long[] wider = new long[high - low];
      System.arraycopy(digits, 0, wider, first - low, digits.length);
      digits = wider;
      first = low;
    }
    return place - first;
  }

  private void added() {
    additions++;
    if (additions == MAX_BEFORE_CARRY) {
      carry();
    }
  }

  /** Leaves digits from 0 to 2³² − 1, except for the last, which has the sign. */
  private void carry() {
    additions = 0;
    int last = digits.length - 1;
    if (last >= 0 && digits[last] != (int) digits[last]) {
      digits = Arrays.copyOf(digits, digits.length + 1);
      last++;
    }
    for (int i = 0; i < last; i++) {
      digits[i + 1] += digits[i] >> DIGIT;
      digits[i] &= MASK;
    }
  }

  /** The sum, in its units. */
  public BigInteger value() {
    BigInteger value = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      value = value.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[i]));
    }
    return value.shiftLeft(DIGIT * first);
  }

  /** The sum, to the nearest double. */
  public double nearest() {
    BigInteger value = value();
    return value.signum() == 0 ? 0 : quotient(value, BigInteger.ONE, EXPONENT);
  }

  /** numerator / denominator · 2^exponent, to the nearest double. */
  public static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
    int shift = shift(numerator, denominator);
    return Math.scalb(quotient(numerator, denominator).doubleValue(), exponent - shift);
  }

  /**
   * The root of numerator / denominator · 2^exponent, which itself may be larger than any double.
   *
   * @param numerator at least 0
   * @param exponent an even number
   */
  public static double root(BigInteger numerator, BigInteger denominator, int exponent) {
    int shift = shift(numerator, denominator);
    BigInteger quotient = quotient(numerator, denominator).shiftLeft(shift & 1);
    return Math.scalb(Math.sqrt(quotient.doubleValue()), (exponent - shift - (shift & 1)) / 2);
  }

  private static int shift(BigInteger numerator, BigInteger denominator) {
    return QUOTIENT_BITS - (numerator.bitLength() - denominator.bitLength());
  }

  /** The quotient times 2 to the power of the shift; its last bit is 1 if there is a remainder. */
  private static BigInteger quotient(BigInteger numerator, BigInteger denominator) {
    int shift = shift(numerator, denominator);
    BigInteger[] divided =
        numerator
            .abs()
            .shiftLeft(Math.max(0, shift))
            .divideAndRemainder(denominator.shiftLeft(Math.max(0, -shift)));
    BigInteger quotient = divided[1].signum() == 0 ? divided[0] : divided[0].setBit(0);
    return numerator.signum() < 0 ? quotient.negate() : quotient;
  }
}
