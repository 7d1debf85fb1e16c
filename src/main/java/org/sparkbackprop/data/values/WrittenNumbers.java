package org.sparkbackprop.data.values;

import java.nio.charset.Charset;
import java.util.Arrays;
import org.sparkbackprop.settings.TextSettings;

/**
 * Reads numbers as people write them: with a decimal comma, or a separator between groups of three
 * digits. Groups of another size are not a number, because the separator then means something else.
 */
public final class WrittenNumbers {

  private static final int GROUP = 3;

  private final Charset charset;
  private final byte decimal;
  private final byte[] thousands;
  private byte[] plain = new byte[0];

  public WrittenNumbers(TextSettings text) {
    this.charset = text.decoding();
    this.decimal = (byte) text.syntax().decimal();
    this.thousands = text.syntax().thousands().getBytes(charset);
  }

  /** The number in a text, or NaN, as for its bytes. */
  public double parse(String text) {
    byte[] bytes = text.getBytes(charset);
    return parse(bytes, 0, bytes.length);
  }

  /** The number; NaN if the bytes are not a number, or too large for a finite double. */
  public double parse(byte[] bytes, int from, int until) {
    if (plain.length < until - from) {
      plain = new byte[until - from];
    }
    int length = 0;
    int at = from;
    if (at < until && (bytes[at] == '-' || bytes[at] == '+')) {
      plain[length++] = bytes[at++];
    }
    int first = at;
    int digits = 0; // in the current group
    boolean grouped = false;
    while (at < until) {
      if (bytes[at] >= '0' && bytes[at] <= '9') {
        plain[length++] = bytes[at++];
        digits++;
      } else if (isBetweenThousands(bytes, at, until)) {
        // nobody writes thousands after a leading 0: a decimal sign is meant
        boolean leadingZero = bytes[first] == '0';
        if (digits == 0 || digits > GROUP || (grouped && digits < GROUP) || leadingZero) {
          return Double.NaN;
        }
        grouped = true;
        digits = 0;
        at += thousands.length;
      } else {
        break;
      }
    }
    if (grouped && digits != GROUP) {
      return Double.NaN;
    }
    if (at < until && bytes[at] == decimal) {
      plain[length++] = '.';
      at++;
    }
    while (at < until) {
      if (bytes[at] == '.') {
        return Double.NaN;
      }
      plain[length++] = bytes[at++];
    }
    return DecimalParser.parse(plain, 0, length);
  }

  private boolean isBetweenThousands(byte[] bytes, int at, int until) {
    int end = at + thousands.length;
    return end > at
        && end <= until
        && Arrays.equals(bytes, at, end, thousands, 0, thousands.length);
  }
}
