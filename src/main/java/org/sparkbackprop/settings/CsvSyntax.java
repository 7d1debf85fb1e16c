package org.sparkbackprop.settings;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the fields of delimited text are written, apart from the delimiter itself.
 *
 * @param between what stands between fields
 * @param decimal the sign before the fraction of a number, a point or a comma
 * @param thousands what stands between groups of three digits; empty if nothing may
 * @param comment that begins a line which is no row; {@link #NONE} if there are no such lines
 * @param escape in front of a quote that is part of a quoted text; {@link #NONE} if quotes are only
 *     doubled, as RFC 4180 has it
 * @param secondQuote another character that quotes texts; {@link #NONE} in csv
 * @param trueTexts what stands for true, in lower case
 * @param falseTexts what stands for false, in lower case
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
    /** Any number of spaces and tabs; those around a line mean nothing. */
    BLANKS
  }

  /** Letters of either case mean the same as texts of true and false. */
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

  /** Whether a text, in whatever letters, is one that stands for true or false. */
  public boolean isTruth(String text) {
    String truth = text.toLowerCase(Locale.ROOT);
    return trueTexts.contains(truth) || falseTexts.contains(truth);
  }

  /** Whether numbers are digits with a point, and nothing else among them. */
  public boolean hasPlainNumbers() {
    return decimal == '.' && thousands.isEmpty();
  }
}
