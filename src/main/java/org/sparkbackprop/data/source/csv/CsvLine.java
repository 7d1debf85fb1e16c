package org.sparkbackprop.data.source.csv;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.TextSettings;

/** The fields of one row of delimited text as texts, for headers. */
public final class CsvLine {

  private CsvLine() {}

  /** The same, by RFC 4180. */
  static List<String> fields(String line, char delimiter) {
    TextSettings text = new TextSettings(TextSettings.Header.PRESENT, delimiter, "UTF-8");
    byte[] bytes = line.getBytes(text.decoding());
    return fields(bytes, 0, bytes.length, text);
  }

  /**
   * The fields of a row, without the quotes around them; outside of quotes, without blanks around
   * them.
   *
   * @throws DataException if a quoted field does not end, or is followed by more text
   */
  static List<String> fields(byte[] row, int from, int until, TextSettings text) {
    CsvQuotes quotes = new CsvQuotes(text);
    if (text.syntax().between() == CsvSyntax.Between.BLANKS) {
      byte[] tabs = new byte[until - from];
      int length = quotes.withTabs(row, from, until, tabs);
      return fields(tabs, 0, length, '\t', quotes, text.decoding());
    }
    return fields(row, from, until, text.delimiter(), quotes, text.decoding());
  }

  private static List<String> fields(
      byte[] row, int from, int until, char delimiter, CsvQuotes quotes, Charset charset) {
    List<String> fields = new ArrayList<>();
    int at = from;
    while (true) {
      int start = firstNonBlank(row, at, until, delimiter);
      if (start < until && quotes.isQuote(row[start])) {
        int end = quotes.endOfQuoted(row, start + 1, until, row[start]);
        if (end >= until) {
          throw new DataException(unended(CsvQuotes.hasBackslash(row, from, until)));
        }
        String field = unquoted(row, start + 1, end, row[start], quotes, charset);
        at = firstNonBlank(row, end + 1, until, delimiter);
        if (at < until && row[at] != delimiter) {
          throw new DataException(textFollows(Excerpt.of(field), row[end - 1] == '\\'));
        }
        fields.add(field);
      } else {
        int end = start;
        while (end < until && row[end] != delimiter) {
          end++;
        }
        int last = lastNonBlank(row, start, end, delimiter);
        fields.add(new String(row, start, last - start, charset));
        at = end;
      }
      if (at >= until) {
        return fields;
      }
      at++;
    }
  }

  private static String unquoted(
      byte[] row, int from, int until, byte quote, CsvQuotes quotes, Charset charset) {
    byte[] bytes = new byte[until - from];
    int length = 0;
    for (int at = from; at < until; at++) {
      at += quotes.lengthOfPair(row, at, until, quote) / 2;
      bytes[length++] = row[at];
    }
    return new String(bytes, 0, length, charset);
  }

  /** What is wrong with a quote that has no other. */
  static String unended(boolean backslash) {
    return "a quoted field does not end; close it, and double the quotes within it"
        + escape(backslash);
  }

  /** What is wrong with a quoted field that more comes behind of. */
  static String textFollows(String field, boolean backslash) {
    return "text follows the closing quote of \"" + field + "\"" + escape(backslash);
  }

  /** What may be meant where a backslash stands in front of a quote. */
  static String escape(boolean backslash) {
    return backslash
        ? "; if \\\" stands for a quote within the text, as Spark writes it, say input.escape ="
            + " \"\\\\\""
        : "";
  }

  /** Spaces and tabs are blanks, unless they are delimiters. */
  static boolean isBlank(char c, char delimiter) {
    return (c == ' ' || c == '\t') && c != delimiter;
  }

  private static int firstNonBlank(byte[] row, int from, int until, char delimiter) {
    int at = from;
    while (at < until && isBlank((char) row[at], delimiter)) {
      at++;
    }
    return at;
  }

  private static int lastNonBlank(byte[] row, int from, int until, char delimiter) {
    int end = until;
    while (end > from && isBlank((char) row[end - 1], delimiter)) {
      end--;
    }
    return end;
  }
}
