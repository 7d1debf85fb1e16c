package org.sparkbackprop.data;

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
    int at = from;
    while (at < until && isBlank(bytes[at])) {
      at++;
    }
    return at < until && bytes[at] == comment;
  }

  /** Whether nothing but spaces and tabs stands there. */
  static boolean isBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && isBlank(bytes[at])) {
      at++;
    }
    return at == until;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
