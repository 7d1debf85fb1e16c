package org.sparkbackprop.data.values;

import java.nio.charset.Charset;
import org.sparkbackprop.settings.TextSettings;

/**
 * Reads numbers that people write: with a comma before their fraction, or with something between
 * groups of three digits. Groups of another size are no number, as the sign between them then means
 * something else.
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

  /** The number that a text is; NaN as for its bytes. */
  public double parse(String text) {
    byte[] bytes = text.getBytes(charset);
    return parse(bytes, 0, bytes.length);
  }

  /** The number; NaN if the bytes are none, or one that no finite double is near to. */
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
    int digits = 0; // of a group
    boolean grouped = false;
    while (at < until) {
      if (bytes[at] >= '0' && bytes[at] <= '9') {
        plain[length++] = bytes[at++];
        digits++;
      } else if (isBetweenThousands(bytes, at, until)) {
        // nobody writes thousands behind a 0: a decimal sign is meant
        boolean behindZero = bytes[first] == '0';
        if (digits == 0 || digits > GROUP || (grouped && digits < GROUP) || behindZero) {
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
    if (thousands.length == 0 || until - at < thousands.length) {
      return false;
    }
    for (int i = 0; i < thousands.length; i++) {
      if (bytes[at + i] != thousands[i]) {
        return false;
      }
    }
    return true;
  }
}
