package org.sparkbackprop.data.values;

import java.math.BigDecimal;

/** Numbers as names of classes and categories: a whole one without a point, such as 3 for 3.0. */
public final class NumberText {

  /** The fault of a value that should be a number and is not. */
  public static final String NO_NUMBER = "is not a finite number";

  private NumberText() {}

  public static String of(double number) {
    return number == Math.rint(number) && Double.isFinite(number)
        ? new BigDecimal(number).toBigInteger().toString()
        : Double.toString(number);
  }

  public static String of(float number) {
    return number == Math.rint(number) && Float.isFinite(number)
        ? of((double) number)
        : Float.toString(number);
  }

  public static String of(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0
        ? number.toBigInteger().toString()
        : number.stripTrailingZeros().toPlainString();
  }
}
