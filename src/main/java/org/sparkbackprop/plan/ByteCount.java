package org.sparkbackprop.plan;

import java.util.Locale;

/** Formats numbers of bytes for people. */
public final class ByteCount {

  private ByteCount() {}

  /** In bytes, MB or GB. */
  public static String text(long bytes) {
    if (bytes < 10_000) {
      return String.format(Locale.ROOT, "%,d bytes", bytes);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.4g MB", bytes * 1e-6)
        : String.format(Locale.ROOT, "%.4g GB", bytes * 1e-9);
  }
}
