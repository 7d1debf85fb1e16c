package org.sparkbackprop.error;

import java.util.Locale;

/** Texts with values in them, whose numbers look the same in every country. */
public final class Message {

  private Message() {}

  /** The text of a format of {@link java.util.Formatter}. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
