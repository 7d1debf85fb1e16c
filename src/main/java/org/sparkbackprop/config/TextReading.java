package org.sparkbackprop.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.CsvSyntax.Between;
import org.sparkbackprop.settings.LibsvmSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.TextSettings.Header;

/** Reads the syntax of text from the section {@code input}. */
final class TextReading {

  private static final String DELIMITER = "input.delimiter";
  private static final String DECIMAL = "input.decimal";
  private static final String THOUSANDS = "input.thousands";
  private static final String COMMENT = "input.comment";
  private static final String ESCAPE = "input.escape";
  private static final String TRUE_TEXTS = "input.true-texts";
  private static final String FALSE_TEXTS = "input.false-texts";

  /** The value of the delimiter's key for any number of blanks. */
  private static final String WHITESPACE = "whitespace";

  private TextReading() {}

  static TextSettings text(SettingsReader reader) {
    Between between = reader.isWord(DELIMITER, WHITESPACE) ? Between.BLANKS : Between.ONE_DELIMITER;
    char delimiter = between == Between.BLANKS ? '\t' : delimiter(reader);
    CsvSyntax syntax =
        new CsvSyntax(
            between,
            decimal(reader),
            thousands(reader),
            sign(
                reader,
                COMMENT,
                "[\\p{Punct}&&[^-+.\"]]",
                "a punctuation mark other than quote, sign and point"),
            sign(reader, ESCAPE, "[\\p{Punct}&&[^\"]]", "a punctuation mark other than the quote"),
            CsvSyntax.NONE,
            texts(reader, TRUE_TEXTS),
            texts(reader, FALSE_TEXTS));
    requireDifferent(reader, syntax, delimiter);
    return new TextSettings(
        reader.truth("input.header") ? Header.PRESENT : Header.ABSENT,
        delimiter,
        charset(reader),
        libsvm(reader),
        syntax);
  }

  private static LibsvmSettings libsvm(SettingsReader reader) {
    return new LibsvmSettings(
        (int) reader.integer("input.first-index", 0, 1),
        reader.truth("input.ignore-qid")
            ? LibsvmSettings.Queries.IGNORED
            : LibsvmSettings.Queries.REFUSED,
        reader.truth("input.sort-indices")
            ? LibsvmSettings.Order.ANY
            : LibsvmSettings.Order.ASCENDING);
  }

  /** Delimiters are found as bytes, so ASCII characters must be single bytes of their own. */
  private static String charset(SettingsReader reader) {
    String name = reader.text("input.charset", "UTF-8");
    try {
      Charset charset = Charset.forName(name);
      if (charset.equals(StandardCharsets.UTF_8)) {
        return charset.name();
      }
      if (!CharacterSets.hasAscii(charset)) {
        reader.problem(
            "input.charset",
            "= %s encodes ASCII characters in other bytes; convert to UTF-8".formatted(name));
      } else if (CharacterSets.hasAsciiWithinOthers(charset)) {
        reader.problem(
            "input.charset",
            "= %s uses bytes of ASCII characters, such as the delimiter, within other characters; convert to UTF-8"
                .formatted(name));
      }
      return charset.name();
    } catch (IllegalArgumentException unknown) {
      reader.problem(
          "input.charset", "= %s is not a character set that Java knows".formatted(name));
    }
    return "UTF-8";
  }

  private static char delimiter(SettingsReader reader) {
    String delimiter = reader.text(DELIMITER, ",");
    if (delimiter.equals("\\t")) { // as it is typed on a command line
      return '\t';
    }
    if (!delimiter.matches("[\\p{ASCII}&&[^\"\r\n]]")) {
      reader.problem(
          DELIMITER,
          "= '"
              + delimiter
              + "' must be one ASCII character other than a quote, or whitespace for any number of blanks");
      return ',';
    }
    if (delimiter.matches("[-+.0-9eE]")) {
      reader.problem(DELIMITER, "= '" + delimiter + "' must not be a character of numbers");
      return ',';
    }
    return delimiter.charAt(0);
  }

  private static char decimal(SettingsReader reader) {
    return reader.choice(DECIMAL, List.of(".", ",")).charAt(0);
  }

  private static String thousands(SettingsReader reader) {
    String sign = reader.text(THOUSANDS, "");
    if (!sign.matches("|[^\\p{Alnum}\"\\-+\r\n]")) {
      reader.problem(
          THOUSANDS,
          "= '%s' must be one character other than a letter, digit, sign or quote".formatted(sign));
      return "";
    }
    return sign;
  }

  private static char sign(SettingsReader reader, String key, String valid, String rule) {
    String sign = reader.text(key, "");
    if (sign.equals("\\\\")) { // as it is typed on a command line
      return '\\';
    }
    if (!sign.isEmpty() && !sign.matches(valid)) {
      reader.problem(key, "= '%s' must be %s".formatted(sign, rule));
      return CsvSyntax.NONE;
    }
    return sign.isEmpty() ? CsvSyntax.NONE : sign.charAt(0);
  }

  private static Set<String> texts(SettingsReader reader, String key) {
    List<String> texts = reader.texts(key);
    if (texts.isEmpty()) {
      reader.problem(key, "must name at least one text");
    }
    return new LinkedHashSet<>(texts);
  }

  /** A character or text with two meanings would silently be taken for one of them. */
  private static void requireDifferent(SettingsReader reader, CsvSyntax syntax, char delimiter) {
    Map<String, String> keys = new HashMap<>();
    keys.put(String.valueOf(delimiter), DELIMITER);
    if (syntax.between() == Between.BLANKS) {
      keys.put(" ", DELIMITER);
    }
    requireNew(reader, keys, DECIMAL, String.valueOf(syntax.decimal()));
    requireNew(reader, keys, THOUSANDS, syntax.thousands());
    requireNew(reader, keys, COMMENT, String.valueOf(syntax.comment()));
    requireNew(reader, keys, ESCAPE, String.valueOf(syntax.escape()));
    Set<String> both = new LinkedHashSet<>(syntax.trueTexts());
    both.retainAll(syntax.falseTexts());
    if (!both.isEmpty()) {
      reader.problem(
          TRUE_TEXTS,
          "and input.false-texts both have %s; case is ignored"
              .formatted(String.join(", ", both).toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Refuses a key with the character of another.
   *
   * @param keys by their characters
   */
  private static void requireNew(
      SettingsReader reader, Map<String, String> keys, String key, String sign) {
    if (sign.isEmpty() || sign.equals(String.valueOf(CsvSyntax.NONE))) {
      return;
    }
    String other = keys.putIfAbsent(sign, key);
    if (other != null) {
      reader.problem(key, "= '%s' is also the character of %s".formatted(sign, other));
    }
  }
}
