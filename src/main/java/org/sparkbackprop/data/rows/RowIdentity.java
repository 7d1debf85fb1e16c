package org.sparkbackprop.data.rows;

import java.util.Arrays;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * The values that decide which part of the data set a row belongs to. Numbers count by their value,
 * however they are written; everything else is text.
 */
public final class RowIdentity {

  private static final long TEXT = 0x74657874L; // "text"
  private static final long MISSING = 0x6e6f6e65L; // "none"

  private final double[] numbers;
  private final String[] texts;

  RowIdentity(int size) {
    numbers = new double[size];
    texts = new String[size];
  }

  /** Makes all values missing. */
  void clear() {
    Arrays.fill(numbers, Double.NaN);
    Arrays.fill(texts, null);
  }

  public void number(int index, double number) {
    numbers[index] = number + 0.0; // there is one zero
  }

  /** Sets a text, which may be a number. */
  public void text(int index, String text) {
    double number = DecimalParser.parse(text);
    if (Double.isNaN(number)) {
      texts[index] = text;
    } else {
      number(index, number);
    }
  }

  boolean isMissing(int index) {
    return texts[index] == null && Double.isNaN(numbers[index]);
  }

  /** The value at an index, which must not be missing. */
  public OrderValue order(int index) {
    return new OrderValue(texts[index] == null ? numbers[index] : Double.NaN, texts[index]);
  }

  /** A hash of all values; all missing values have the same hash. */
  public long hash(long seed) {
    long hash = seed;
    for (int index = 0; index < numbers.length; index++) {
      hash = CounterRandom.mix(hash + hashOf(index));
    }
    return hash;
  }

  private long hashOf(int index) {
    if (isMissing(index)) {
      return MISSING;
    }
    return texts[index] == null ? Double.doubleToLongBits(numbers[index]) : hashOf(texts[index]);
  }

  /** A hash of a text, different from those of numbers. */
  public static long hashOf(String text) {
    long hash = TEXT;
    for (int i = 0; i < text.length(); i++) {
      hash = CounterRandom.mix(hash + text.charAt(i));
    }
    return hash;
  }
}
