package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values, by RFC 4180 without line breaks inside of quotes. */
final class CsvLine {

  /** What is wrong with a quote that has no other. */
  static final String UNENDED =
      "a quoted field does not end on its line; line breaks inside of quotes are not supported";

  private CsvLine() {}

  /**
   * The fields of a line, without the quotes around them; outside of quotes, without blanks around
   * them.
   *
   * @throws DataException if a quoted field does not end, or is followed by more text
   */
  static List<String> fields(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      int start = firstNonBlank(line, at, delimiter);
      if (start < line.length() && line.charAt(start) == '"') {
        StringBuilder field = new StringBuilder();
        at = firstNonBlank(line, endOfQuoted(line, start, field), delimiter);
        if (at < line.length() && line.charAt(at) != delimiter) {
          throw new DataException(textFollows(Excerpt.of(field.toString())));
        }
        fields.add(field.toString());
      } else {
        int end = line.indexOf(delimiter, start);
        end = end < 0 ? line.length() : end;
        fields.add(line.substring(start, lastNonBlank(line, start, end, delimiter)));
        at = end;
      }
      if (at >= line.length()) {
        return fields;
      }
      at++;
    }
  }

  /** What is wrong with a quoted field that more comes behind of. */
  static String textFollows(String field) {
    return "text follows the closing quote of \"" + field + "\"";
  }

  /** Spaces and tabs are blanks, unless they are delimiters. */
  static boolean isBlank(char c, char delimiter) {
    return (c == ' ' || c == '\t') && c != delimiter;
  }

  private static int firstNonBlank(String line, int from, char delimiter) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at), delimiter)) {
      at++;
    }
    return at;
  }

  private static int lastNonBlank(String line, int from, int until, char delimiter) {
    int end = until;
    while (end > from && isBlank(line.charAt(end - 1), delimiter)) {
      end--;
    }
    return end;
  }

  /** Appends what stands between the quotes, and returns where the closing quote has passed. */
  private static int endOfQuoted(String line, int start, StringBuilder field) {
    for (int at = start + 1; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c != '"') {
        field.append(c);
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append('"');
        at++;
      } else {
        return at + 1;
      }
    }
    throw new DataException(UNENDED);
  }
}
