package org.sparkbackprop.data.source.csv;

import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.TextSettings;

/**
 * Follows quotes through the bytes of delimited text. A quote opens a text only at the start of a
 * field; within the text, a quote is doubled or follows an escape.
 */
final class CsvQuotes {

  /** No quote. */
  static final byte NONE = 0;

  /** {@link #NONE} if blanks are the delimiters. */
  private final byte delimiter;

  private final byte escape;
  private final byte second;

  CsvQuotes(TextSettings text) {
    boolean blanks = text.syntax().between() == CsvSyntax.Between.BLANKS;
    this.delimiter = blanks ? NONE : (byte) text.delimiter();
    this.escape = (byte) text.syntax().escape();
    this.second = (byte) text.syntax().secondQuote();
  }

  boolean isQuote(byte b) {
    return b == '"' || (second != NONE && b == second);
  }

  /**
   * The quote that is open after some bytes, which start with a field or within a quoted text; or
   * {@link #NONE}.
   *
   * @param quote that is open before them, or {@link #NONE}
   */
  byte openBehind(byte[] bytes, int from, int until, byte quote) {
    byte open = quote;
    int at = from;
    while (true) {
      if (open == NONE) {
        at = firstNonBlank(bytes, at, until, delimiter);
        if (at < until && isQuote(bytes[at])) {
          open = bytes[at++];
        }
      }
      if (open != NONE) {
        at = endOfQuoted(bytes, at, until, open);
        if (at >= until) {
          return open;
        }
        open = NONE;
      }
      while (at < until && !isDelimiter(bytes[at])) {
        at++;
      }
      if (at >= until) {
        return NONE;
      }
      at++;
    }
  }

  /** The position of the quote that closes a text; {@code until} if there is none. */
  int endOfQuoted(byte[] bytes, int from, int until, byte quote) {
    int at = from;
    while (at < until) {
      int length = lengthOfPair(bytes, at, until, quote);
      if (length == 0 && bytes[at] == quote) {
        return at;
      }
      at += Math.max(1, length);
    }
    return until;
  }

  /**
   * The length of an escaped pair within a quoted text, which stands for its second byte: 2, or 0
   * if there is no pair. An escape applies only before a quote and before itself.
   */
  int lengthOfPair(byte[] bytes, int at, int until, byte quote) {
    if (at + 1 >= until) {
      return 0;
    }
    byte next = bytes[at + 1];
    boolean doubled = bytes[at] == quote && next == quote;
    boolean escaped = escape != NONE && bytes[at] == escape && (next == quote || next == escape);
    return doubled || escaped ? 2 : 0;
  }

  /** Removes the escapes of a quoted text, and returns the length of the result. */
  int unquote(byte[] bytes, int from, int until, byte quote, byte[] into) {
    int length = 0;
    for (int at = from; at < until; at++) {
      at += lengthOfPair(bytes, at, until, quote) / 2;
      into[length++] = bytes[at];
    }
    return length;
  }

  /**
   * Whether quotes come in pairs, whether or not those after a backslash count: only then does a
   * line with wrong quotes surely end outside of quotes.
   */
  boolean areInPairs(byte[] bytes, int from, int until) {
    int all = 0;
    int escaped = 0;
    for (int at = from; at < until; at++) {
      if (isQuote(bytes[at])) {
        all++;
        escaped += at > from && bytes[at - 1] == '\\' ? 1 : 0;
      }
    }
    return all % 2 == 0 && escaped % 2 == 0;
  }

  /** Whether a backslash precedes a quote, as writers have it that do not double quotes. */
  static boolean hasBackslash(byte[] bytes, int from, int until) {
    for (int at = from + 1; at < until; at++) {
      if (bytes[at] == '"' && bytes[at - 1] == '\\') {
        return true;
      }
    }
    return false;
  }

  private boolean isDelimiter(byte b) {
    return delimiter == NONE ? b == ' ' || b == '\t' : b == delimiter;
  }

  /**
   * The position of the first byte other than blanks, which are spaces and tabs but not delimiters.
   */
  static int firstNonBlank(byte[] bytes, int from, int until, byte delimiter) {
    int at = from;
    while (at < until && isBlank(bytes[at], delimiter)) {
      at++;
    }
    return at;
  }

  /** The end of the bytes without the blanks at their end. */
  static int lastNonBlank(byte[] bytes, int from, int until, byte delimiter) {
    int end = until;
    while (end > from && isBlank(bytes[end - 1], delimiter)) {
      end--;
    }
    return end;
  }

  private static boolean isBlank(byte b, byte delimiter) {
    return (b == ' ' || b == '\t') && b != delimiter;
  }

  /**
   * Copies a row whose delimiters are blanks, with a single tab between fields.
   *
   * @param into as long as the row
   * @return the number of bytes copied
   */
  int withTabs(byte[] bytes, int from, int until, byte[] into) {
    int length = 0;
    int at = firstNonBlank(bytes, from, until, delimiter);
    while (at < until) {
      if (length > 0) {
        into[length++] = '\t';
      }
      int start = at;
      if (isQuote(bytes[at])) {
        at = Math.min(until, endOfQuoted(bytes, at + 1, until, bytes[at]) + 1);
      }
      while (at < until && !isDelimiter(bytes[at])) {
        at++;
      }
      System.arraycopy(bytes, start, into, length, at - start);
      length += at - start;
      at = firstNonBlank(bytes, at, until, delimiter);
    }
    return length;
  }
}
