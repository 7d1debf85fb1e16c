package org.sparkbackprop.data.source.csv;

import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.TextSettings;

/**
 * Follows quotes through the bytes of delimited text. A quote opens a text where a field begins,
 * and nowhere else; within it, a quote is doubled, or has an escape in front of it.
 */
final class CsvQuotes {

  /** No quote. */
  static final byte NONE = 0;

  private final byte delimiter;
  private final boolean blanks;
  private final byte escape;
  private final byte second;

  CsvQuotes(TextSettings text) {
    this.delimiter = (byte) text.delimiter();
    this.blanks = text.syntax().between() == CsvSyntax.Between.BLANKS;
    this.escape = (byte) text.syntax().escape();
    this.second = (byte) text.syntax().secondQuote();
  }

  boolean isQuote(byte b) {
    return b == '"' || (second != NONE && b == second);
  }

  /**
   * The quote that is open behind some bytes, which begin where a field does, or within a text;
   * {@link #NONE} if none is.
   *
   * @param quote that is open before them, or {@link #NONE}
   */
  byte openBehind(byte[] bytes, int from, int until, byte quote) {
    byte open = quote;
    int at = from;
    while (true) {
      if (open == NONE) {
        at = firstNonBlank(bytes, at, until);
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

  /** Where the quote is that closes a text, which begins here; the end if there is none. */
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
   * How many bytes within a quoted text stand for a single one, the last of them: two, or none.
   * Escapes stand in front of quotes and of themselves; before anything else they are what they
   * are.
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

  /**
   * Whether quotes come in pairs, with those behind a backslash and without: only then a line whose
   * quotes are wrong surely ends outside of any.
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

  /** Whether a backslash stands in front of a quote, as those have it that do not double quotes. */
  static boolean hasBackslash(byte[] bytes, int from, int until) {
    for (int at = from + 1; at < until; at++) {
      if (bytes[at] == '"' && bytes[at - 1] == '\\') {
        return true;
      }
    }
    return false;
  }

  private boolean isDelimiter(byte b) {
    return blanks ? b == ' ' || b == '\t' : b == delimiter;
  }

  private int firstNonBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until
        && (bytes[at] == ' ' || bytes[at] == '\t')
        && (blanks || bytes[at] != delimiter)) {
      at++;
    }
    return at;
  }

  /**
   * Copies a row whose fields stand between blanks so that a single tab is between them.
   *
   * @param into with as much room as the row has bytes
   * @return how many bytes were copied
   */
  int withTabs(byte[] bytes, int from, int until, byte[] into) {
    int length = 0;
    int at = firstNonBlank(bytes, from, until);
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
      at = firstNonBlank(bytes, at, until);
    }
    return length;
  }
}
