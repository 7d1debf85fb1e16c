package org.sparkbackprop.data.values;

import java.io.Serializable;

/**
 * A value that rows are ordered by: numbers by value, texts by code points, which puts ISO 8601
 * dates in order. Numbers come before texts.
 *
 * @param number NaN for a text
 * @param text null for a number
 */
public record OrderValue(double number, String text)
    implements Comparable<OrderValue>, Serializable {

  /** The value of a text, which may be a number. */
  public static OrderValue of(String text) {
    double number = DecimalParser.parse(text);
    return new OrderValue(number, Double.isNaN(number) ? text : null);
  }

  public boolean isText() {
    return text != null;
  }

  @Override
  public int compareTo(OrderValue other) {
    if (isText() != other.isText()) {
      return isText() ? 1 : -1;
    }
    return isText() ? byCodePoint(text, other.text) : Double.compare(number, other.number);
  }

  /** Characters beyond the first 65,536 come last, unlike in {@link String#compareTo}. */
  private static int byCodePoint(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean pairs = Character.isSurrogate(x) != Character.isSurrogate(y);
        return pairs == (x < y) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public String toString() {
    return isText() ? text : NumberText.of(number);
  }
}
