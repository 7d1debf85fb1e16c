package org.sparkbackprop.data.values;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The texts that mean a missing value, also where it is read as a number. */
public final class MissingTexts implements Serializable {

  private static final long serialVersionUID = 1;

  /** What programs and people write for a missing value. */
  private static final Set<String> USUAL =
      Set.of(
          "?", "-", "--", "na", "n/a", "#n/a", "<na>", "nan", "null", "\\n", "none", "nil",
          "missing");

  private final Set<String> texts;
  private final double[] numbers;
  private final boolean nan;

  public MissingTexts(Set<String> texts) {
    this(
        texts, texts.stream().mapToDouble(DecimalParser::parse).filter(Double::isFinite).toArray());
  }

  private MissingTexts(Set<String> texts, double[] numbers) {
    this.texts = Set.copyOf(texts);
    this.numbers = numbers;
    this.nan = texts.contains("NaN");
  }

  /** Whether a text means a missing value in most data. */
  public static boolean isUsual(String text) {
    return USUAL.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether numbers have to be compared at all. */
  public boolean hasNumbers() {
    return numbers.length > 0;
  }

  public boolean contains(String text) {
    return texts.contains(text);
  }

  /** Whether this text is one of the texts, or a number equal to one of them. */
  public boolean containsNumberOrText(String text) {
    return texts.contains(text) || (hasNumbers() && contains(DecimalParser.parse(text)));
  }

  /** Whether one of the texts is this number, in any spelling, or NaN. */
  public boolean contains(double number) {
    for (double missing : numbers) {
      if (number == missing) {
        return true;
      }
    }
    return nan && Double.isNaN(number);
  }

  /** The same for float numbers: each number of a text is rounded to the nearest float. */
  public MissingTexts ofFloats() {
    return new MissingTexts(texts, Arrays.stream(numbers).map(number -> (float) number).toArray());
  }
}
