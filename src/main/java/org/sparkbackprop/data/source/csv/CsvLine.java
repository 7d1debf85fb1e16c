package org.sparkbackprop.data.source.csv;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.TextSettings;

/** Splits a row of delimited text into its fields, for headers. */
final class CsvLine {

  private CsvLine() {}

  /** The same as {@link #fields(byte[], int, int, TextSettings)}. */
  static List<String> fields(String row, TextSettings text) {
    byte[] bytes = row.getBytes(text.decoding());
    return fields(bytes, 0, bytes.length, text);
  }

  /**
   * The fields of a row, without enclosing quotes, and without the blanks around fields.
   *
   * @throws DataException if a quoted field does not end, or text follows its closing quote
   */
  static List<String> fields(byte[] row, int from, int until, TextSettings text) {
    CsvQuotes quotes = new CsvQuotes(text);
    if (text.syntax().between() == CsvSyntax.Between.BLANKS) {
      byte[] tabs = new byte[until - from];
      int length = quotes.withTabs(row, from, until, tabs);
      return fields(tabs, 0, length, (byte) '\t', quotes, text.decoding());
    }
    return fields(row, from, until, (byte) text.delimiter(), quotes, text.decoding());
  }

  private static List<String> fields(
      byte[] row, int from, int until, byte delimiter, CsvQuotes quotes, Charset charset) {
    List<String> fields = new ArrayList<>();
    int at = from;
    while (true) {
      int start = CsvQuotes.firstNonBlank(row, at, until, delimiter);
      if (start < until && quotes.isQuote(row[start])) {
        int end = quotes.endOfQuoted(row, start + 1, until, row[start]);
        if (end >= until) {
          throw new DataException(unended(CsvQuotes.hasBackslash(row, from, until)));
        }
        byte[] unquoted = new byte[end - start];
        int length = quotes.unquote(row, start + 1, end, row[start], unquoted);
        String field = new String(unquoted, 0, length, charset);
        at = CsvQuotes.firstNonBlank(row, end + 1, until, delimiter);
        if (at < until && row[at] != delimiter) {
          throw new DataException(textFollows(Excerpt.of(field), row[end - 1] == '\\'));
        }
        fields.add(field);
      } else {
        int end = start;
        while (end < until && row[end] != delimiter) {
          end++;
        }
        int last = CsvQuotes.lastNonBlank(row, start, end, delimiter);
        fields.add(new String(row, start, last - start, charset));
        at = end;
      }
      if (at >= until) {
        return fields;
      }
      at++;
    }
  }

  /** The fault of a quoted field without a closing quote. */
  static String unended(boolean backslash) {
    return "a quoted field does not end; close it, and double the quotes within it"
        + escape(backslash);
  }

  /** The fault of a quoted field with text after its closing quote. */
  static String textFollows(String field, boolean backslash) {
    return "text follows the closing quote of \"" + field + "\"" + escape(backslash);
  }

  /** Suggests an escape character where a backslash precedes a quote. */
  static String escape(boolean backslash) {
    return backslash
        ? "; if \\\" stands for a quote within the text, as Spark writes it, set input.escape ="
            + " \"\\\\\""
        : "";
  }

  /** Whether the first character other than a blank starts a comment. */
  static boolean isComment(byte[] bytes, int from, int until, char comment) {
    if (comment == CsvSyntax.NONE) {
      return false;
    }
    int at = LineRowReader.firstNonBlank(bytes, from, until);
    return at < until && bytes[at] == (byte) comment;
  }
}
