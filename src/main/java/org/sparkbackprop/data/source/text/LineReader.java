package org.sparkbackprop.data.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream as bytes, ended by \n or \r\n. Not so long that one could fill the memory:
 * of a line beyond the limit only the beginning is kept.
 */
public final class LineReader {

  private static final int FIRST_ROOM = 1 << 18;

  private final InputStream input;
  private final int max;
  private byte[] buffer = new byte[FIRST_ROOM];
  private int filled;
  private int next;
  private boolean ended;

  private long position;
  private int from;
  private int length;
  private boolean tooLong;

  /**
   * The lines from where the stream stands.
   *
   * @param position of the stream in its file
   * @param max bytes of a line
   */
  public LineReader(InputStream input, long position, int max) {
    this.input = input;
    this.position = position;
    this.max = max;
  }

  /** Where the next line begins in the file. */
  public long position() {
    return position;
  }

  /**
   * Goes to the next line; false at the end.
   *
   * @throws IOException if the stream cannot be read further
   */
  public boolean advance() throws IOException {
    return reach(next);
  }

  /**
   * Lets the line go on behind its end, so that the next one is part of it, with what ends a line
   * between them; false if there is none. Of no use for a line that is too long.
   *
   * @throws IOException if the stream cannot be read further
   */
  public boolean extend() throws IOException {
    long end = position;
    int searched = next;
    position -= next - from;
    next = from;
    reach(searched);
    return position > end;
  }

  /** Takes what ends with the first line feed that there is from a place in the buffer on. */
  private boolean reach(int start) throws IOException {
    int searched = start;
    while (true) {
      int end = indexOfLineFeed(buffer, searched, filled);
      if (end >= 0) {
        take(end, end + 1);
        return true;
      }
      searched = filled;
      if (ended) {
        boolean more = filled > next;
        take(filled, filled);
        return more;
      }
      if (filled - next > max + 1) { // the last byte may be the \r of the line's end
        skipRest();
        return true;
      }
      searched -= fill();
    }
  }

  private static int indexOfLineFeed(byte[] bytes, int from, int until) {
    for (int i = from; i < until; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void take(int end, int following) {
    position += following - next;
    from = next;
    boolean carriageReturn = end > next && buffer[end - 1] == '\r';
    int bytes = end - next - (carriageReturn ? 1 : 0);
    // whether it is, does not depend on how much of the stream was at hand at once
    tooLong = bytes > max;
    length = Math.min(bytes, max);
    next = following;
  }

  /** Reads more behind what is left, and returns by how much that moved. */
  private int fill() throws IOException {
    int moved = next;
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      filled -= next;
      next = 0;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * filled, max + FIRST_ROOM));
    }
    int read = input.read(buffer, filled, buffer.length - filled);
    ended = read < 0;
    filled += Math.max(0, read);
    return moved;
  }

  /** Keeps the first bytes of a line that is too long, and goes behind its end. */
  private void skipRest() throws IOException {
    tooLong = true;
    byte[] kept = Arrays.copyOfRange(buffer, next, next + max);
    byte[] rest = new byte[FIRST_ROOM];
    position += filled - next;
    next = 0;
    filled = 0;
    int end = -1;
    while (end < 0 && !ended) {
      int read = input.read(rest);
      ended = read < 0;
      end = indexOfLineFeed(rest, 0, Math.max(0, read));
      if (end >= 0) {
        filled = read - end - 1;
        System.arraycopy(rest, end + 1, buffer, 0, filled);
        position += end + 1;
      } else {
        position += Math.max(0, read);
      }
    }
    // the kept bytes stand behind what is still to be read
    int place = filled;
    if (buffer.length < place + max) {
      buffer = Arrays.copyOf(buffer, place + max);
    }
    System.arraycopy(kept, 0, buffer, place, max);
    from = place;
    length = max;
  }

  /** The bytes that the line lies in; shared, valid until the next line. */
  public byte[] bytes() {
    return buffer;
  }

  /** Where in {@link #bytes} the line begins. */
  public int from() {
    return from;
  }

  /** How many bytes it has, without what ends it. */
  public int length() {
    return length;
  }

  /** Whether the line had more bytes than there may be; then it is cut off. */
  public boolean isTooLong() {
    return tooLong;
  }
}
