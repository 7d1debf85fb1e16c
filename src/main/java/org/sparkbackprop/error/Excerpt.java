package org.sparkbackprop.error;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts from the data that are safe in a message: not too long, and without characters that would
 * break a line or control a terminal.
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

  /** The text with a replacement for each character that does not belong in a message. */
  public static String onALine(String text) {
    StringBuilder shown = new StringBuilder(text);
    for (int i = 0; i < shown.length(); i++) {
      if (!isPlain(shown.charAt(i))) {
        shown.setCharAt(i, '\ufffd');
      }
    }
    return shown.toString();
  }

  /** The names that fit in a sentence. */
  public static String some(List<String> names) {
    return "[" + first(MAX_NAMES, names.stream().map(Excerpt::of).toList()) + "]";
  }

  /** The first names; if there are more, their number follows. */
  public static String first(int max, List<String> names) {
    String first = names.stream().limit(max).collect(Collectors.joining(", "));
    return names.size() <= max ? first : "%s, … (%s)".formatted(first, names.size());
  }

  /** The beginning of a text whose bytes may be invalid. */
  public static String of(byte[] bytes, int from, int until, Charset charset) {
    int max = MAX_BYTES_OF_A_CHARACTER * (MAX_CHARACTERS + 1);
    return of(new String(bytes, from, Math.min(max, until - from), charset));
  }

  /** Neither a control character, nor one that breaks a line or changes the writing direction. */
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
