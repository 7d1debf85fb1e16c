package org.sparkbackprop.data.source.csv;

import org.sparkbackprop.settings.CsvSyntax;

/** Knows the lines that are comments. */
final class CsvComments {

  private final byte comment;

  CsvComments(CsvSyntax syntax) {
    this.comment = (byte) syntax.comment();
  }

  /** Whether the first character that is no blank begins a comment. */
  boolean isComment(byte[] bytes, int from, int until) {
    if (comment == CsvSyntax.NONE) {
      return false;
    }
    int at = firstNonBlank(bytes, from, until);
    return at < until && bytes[at] == comment;
  }

  /** Whether nothing but spaces and tabs stands there. */
  static boolean isBlank(byte[] bytes, int from, int until) {
    return firstNonBlank(bytes, from, until) == until;
  }

  /** Where the first byte is that is neither a space nor a tab; the end if there is none. */
  static int firstNonBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }
}
