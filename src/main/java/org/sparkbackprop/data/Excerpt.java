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
    StringBuilder shown = new StringBuilder();
    int until = Math.min(MOST_CHARACTERS, text.length());
    for (int i = 0; i < until; i++) {
      shown.append(isPlain(text.charAt(i)) ? text.charAt(i) : '\ufffd');
    }
    return text.length() > until ? shown.append('…').toString() : shown.toString();
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
