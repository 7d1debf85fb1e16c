package org.sparkbackprop.data.values;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from bytes, to the nearest double.
 *
 * <p>A number m · 10^−e of at most 18 digits with m ≤ 2⁵³ and e ≤ 22 is a single division of two
 * exact doubles (W. D. Clinger, How to read floating point numbers accurately, PLDI 1990); others
 * are left to the JDK.
 */
public final class DecimalParser {

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MAX_DIGITS = 18;
  private static final long MAX_EXACT = 1L << 53;

  private DecimalParser() {}

  /** The number in a text; NaN if it is not a number, or too large for a finite double. */
  public static double parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parse(bytes, 0, bytes.length);
  }

  /** The number in the bytes; NaN if they are not a number, or too large for a finite double. */
  public static double parse(byte[] bytes, int from, int until) {
    int at = from;
    boolean negative = false;
    if (at < until && (bytes[at] == '-' || bytes[at] == '+')) {
      negative = bytes[at] == '-';
      at++;
    }
    long digits = 0;
    int start = at;
    while (at < until && isDigit(bytes[at])) {
      digits = 10 * digits + bytes[at] - '0';
      at++;
    }
    int count = at - start;
    int exponent = 0;
    if (at < until && bytes[at] == '.') {
      at++;
      int fraction = at;
      while (at < until && isDigit(bytes[at])) {
        digits = 10 * digits + bytes[at] - '0';
        at++;
      }
      exponent = fraction - at;
      count += at - fraction;
    }
    if (at < until || count == 0 || count > MAX_DIGITS || digits > MAX_EXACT || exponent < -22) {
      return parseAnyOther(bytes, from, until);
    }
    double value = scaled(digits, -exponent);
    return negative ? -value : value;
  }

  /**
   * digits · 10^−places, to the nearest double.
   *
   * @param digits at most 2⁵³
   * @param places from 0 to 22
   */
  public static double scaled(long digits, int places) {
    return places == 0 ? digits : digits / POWERS[places];
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Excludes what Java's syntax has besides: type letters (1.5f), hexadecimals and words. */
  private static double parseAnyOther(byte[] bytes, int from, int until) {
    for (int i = from; i < until; i++) {
      byte b = bytes[i];
      if (!isDigit(b) && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
        return Double.NaN;
      }
    }
    try {
      double value =
          Double.parseDouble(new String(bytes, from, until - from, StandardCharsets.US_ASCII));
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }
}
