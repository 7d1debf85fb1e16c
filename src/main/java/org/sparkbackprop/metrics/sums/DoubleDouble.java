package org.sparkbackprop.metrics.sums;

/**
 * A number with twice the digits of a double: the sum of two, of which the second is at most half a
 * unit in the last place of the first (T. Dekker, Numerische Mathematik 18, 1971). For the few
 * operations after the sums over rows.
 */
public record DoubleDouble(double high, double low) {

  /** x. */
  public static DoubleDouble of(double x) {
    return new DoubleDouble(x, 0);
  }

  /** x + y, exactly. */
  public static DoubleDouble sum(double x, double y) {
    double sum = x + y;
    double added = sum - x;
    return new DoubleDouble(sum, (x - (sum - added)) + (y - added));
  }

  /** x y, exactly. */
  public static DoubleDouble product(double x, double y) {
    double product = x * y;
    return new DoubleDouble(product, Math.fma(x, y, -product));
  }

  /** This + other. */
  public DoubleDouble plus(DoubleDouble other) {
    DoubleDouble sum = sum(high, other.high);
    return sum(sum.high, sum.low + (low + other.low));
  }

  /** This − other. */
  public DoubleDouble minus(DoubleDouble other) {
    return plus(new DoubleDouble(-other.high, -other.low));
  }

  /** This × other. */
  public DoubleDouble times(DoubleDouble other) {
    DoubleDouble product = product(high, other.high);
    return sum(product.high, product.low + (high * other.low + low * other.high));
  }

  /** This / other. */
  public DoubleDouble dividedBy(DoubleDouble other) {
    double quotient = high / other.high;
    DoubleDouble rest = minus(other.times(of(quotient)));
    return sum(quotient, rest.high / other.high);
  }

  /** The nearest double. */
  public double value() {
    return high + low;
  }
}
