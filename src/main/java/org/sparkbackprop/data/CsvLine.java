package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values, by RFC 4180 without line breaks inside of quotes. */
final class CsvLine {

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
          throw new DataException("text follows the closing quote of \"" + field + "\"");
        }
        fields.add(field.toString());
      } else {
        int end = line.indexOf(delimiter, at);
        end = end < 0 ? line.length() : end;
        fields.add(line.substring(at, end).trim());
        at = end;
      }
      if (at >= line.length()) {
        return fields;
      }
      at++;
    }
  }

  private static int firstNonBlank(String line, int from, char delimiter) {
    int at = from;
    while (at < line.length() && line.charAt(at) == ' ' && delimiter != ' ') {
      at++;
    }
    return at;
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
    throw new DataException(
        "a quoted field does not end on its line; line breaks inside of quotes are not supported");
  }
}
