package org.sparkbackprop.data;

import java.nio.charset.Charset;

/**
 * Texts out of the data as messages can hold them: not too long, and without characters that would
 * break a line or tell a terminal what to do.
 */
final class Excerpt {

  private static final int MOST_CHARACTERS = 100;
  private static final int MOST_BYTES_OF_A_CHARACTER = 4;

  private Excerpt() {}

  /** The beginning of a text. */
  static String of(String text) {
    return text.length() > MOST_CHARACTERS
        ? onALine(text.substring(0, MOST_CHARACTERS)) + '…'
        : onALine(text);
  }

  /** The text with a replacement for each character that has no place in a message. */
  static String onALine(String text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      if (!isPlain(shown.charAt(i))) {
        shown.setCharAt(i, '\ufffd');
      }
    }
    return shown.toString();
  }

  /** The beginning of a text whose bytes need not be right. */
  static String of(byte[] bytes, int from, int until, Charset charset) {
    int most = MOST_BYTES_OF_A_CHARACTER * (MOST_CHARACTERS + 1);
    return of(new String(bytes, from, Math.min(most, until - from), charset));
  }

  /** Neither control characters, nor those that divide lines or turn the direction of writing. */
  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
