package org.sparkbackprop.error;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts out of the data as messages can hold them: not too long, and without characters that would
 * break a line or tell a terminal what to do.
 */
public final class Excerpt {

  private static final int MAX_CHARACTERS = 100;
  private static final int MAX_NAMES = 30;
  private static final int MAX_BYTES_OF_A_CHARACTER = 4;

  private Excerpt() {}

  /** The beginning of a text. */
  public static String of(String text) {
    return text.length() > MAX_CHARACTERS
        ? onALine(text.substring(0, MAX_CHARACTERS)) + '…'
        : onALine(text);
  }

  /** The text with a replacement for each character that has no place in a message. */
  public static String onALine(String text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      if (!isPlain(shown.charAt(i))) {
        shown.setCharAt(i, '\ufffd');
      }
    }
    return shown.toString();
  }

  /** As many names as a sentence can hold. */
  public static String some(List<String> names) {
    String some =
        names.stream().limit(MAX_NAMES).map(Excerpt::of).collect(Collectors.joining(", "));
    return names.size() <= MAX_NAMES
        ? "[" + some + "]"
        : "[%s, … (%s)]".formatted(some, names.size());
  }

  /** The beginning of a text whose bytes need not be right. */
  public static String of(byte[] bytes, int from, int until, Charset charset) {
    int max = MAX_BYTES_OF_A_CHARACTER * (MAX_CHARACTERS + 1);
    return of(new String(bytes, from, Math.min(max, until - from), charset));
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
