package org.sparkbackprop.settings;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The syntax of fields in delimited text, apart from the delimiter itself.
 *
 * @param between what stands between fields
 * @param decimal decimal separator, a point or a comma
 * @param thousands separator between groups of three digits; empty for none
 * @param comment the character that starts a comment line; {@link #NONE} for no comments
 * @param escape the character before a quote within a quoted text; {@link #NONE} if quotes are
 *     doubled, as in RFC 4180
 * @param secondQuote another quote character; {@link #NONE} in csv
 * @param trueTexts the texts of true, in lower case
 * @param falseTexts the texts of false, in lower case
 */
public record CsvSyntax(
    Between between,
    char decimal,
    String thousands,
    char comment,
    char escape,
    char secondQuote,
    Set<String> trueTexts,
    Set<String> falseTexts)
    implements Serializable {

  /** No character. */
  public static final char NONE = '\0';

  /** What stands between fields. */
  public enum Between {
    /** One delimiter; two in a row have an empty field between them. */
    ONE_DELIMITER,
    /** Any number of spaces and tabs; those around a line are ignored. */
    BLANKS
  }

  /** Ignores the case of the texts of true and false. */
  public CsvSyntax {
    trueTexts = lowerCase(trueTexts);
    falseTexts = lowerCase(falseTexts);
  }

  private static Set<String> lowerCase(Set<String> texts) {
    Set<String> lower = new TreeSet<>();
    texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
    return Set.copyOf(lower);
  }

  /** RFC 4180, with numbers as programs write them. */
  public static CsvSyntax standard() {
    return new CsvSyntax(
        Between.ONE_DELIMITER,
        '.',
        "",
        NONE,
        NONE,
        NONE,
        Set.of("true", "1"),
        Set.of("false", "0"));
  }

  /** Whether a text means true or false, in upper or lower case. */
  public boolean isTruth(String text) {
    String truth = text.toLowerCase(Locale.ROOT);
    return trueTexts.contains(truth) || falseTexts.contains(truth);
  }

  /** Whether numbers have a decimal point and no thousands separator. */
  public boolean hasPlainNumbers() {
    return decimal == '.' && thousands.isEmpty();
  }
}
