package org.sparkbackprop.data.values;

import java.math.BigDecimal;

/** Numbers as names of classes and categories. */
public final class NumberText {

  /** What is said of a value that is wanted as a number and is none. */
  public static final String NO_NUMBER = "is not a finite number";

  private NumberText() {}

  /** A whole number without a point, as 3 for 3.0; any other as Java writes it. */
  public static String of(double number) {
    return number == Math.rint(number) && Double.isFinite(number)
        ? new BigDecimal(number).toBigInteger().toString()
        : Double.toString(number);
  }

  /** The same of a number whose shortest text is that of a float. */
  public static String of(float number) {
    return number == Math.rint(number) && Float.isFinite(number)
        ? of((double) number)
        : Float.toString(number);
  }

  /** The same of an exact number. */
  public static String of(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0
        ? number.toBigInteger().toString()
        : number.stripTrailingZeros().toPlainString();
  }
}
