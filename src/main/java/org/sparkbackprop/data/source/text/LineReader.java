package org.sparkbackprop.data.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * The lines of a stream as bytes, ended by \n or \r\n, without the byte order mark of UTF-8 at the
 * start of a file. Of a line beyond the limit only the start is kept, so that no line fills memory.
 */
public final class LineReader {

  private static final int FIRST_ROOM = 1 << 18;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream input;
  private final int max;
  private byte[] buffer = new byte[FIRST_ROOM];
  private int filled;
  private int next;
  private boolean ended;

  private long position;
  private int from;
  private int length;
  private int mark;
  private boolean tooLong;

  /**
   * Reads from the stream's current position.
   *
   * @param position of the stream in its file
   * @param max bytes of a line
   */
  public LineReader(InputStream input, long position, int max) {
    this.input = input;
    this.position = position;
    this.max = max;
  }

  /** The position of the next line in the file. */
  public long position() {
    return position;
  }

  /** Moves to the next line; false at the end. */
  public boolean advance() throws IOException {
    return reach(next);
  }

  /**
   * Appends the next line to the current one, with the line break between them; false if there is
   * none. Not for a line that is too long.
   */
  public boolean extend() throws IOException {
    long end = position;
    int searched = next;
    position -= next - from;
    next = from;
    reach(searched);
    return position > end;
  }

  /** Takes the line that ends with the first line feed at or after {@code start}. */
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
    mark = mark(next, end - next);
    position += following - next;
    from = next;
    boolean carriageReturn = end > next && buffer[end - 1] == '\r';
    int bytes = end - next - (carriageReturn ? 1 : 0);
    // must not depend on how much of the stream was in the buffer
    tooLong = bytes > max;
    length = Math.min(bytes, max);
    next = following;
  }

  /** Reads more after the rest of the buffer, and returns how far that rest moved. */
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

  /** Keeps the start of a line that is too long, and skips to its end. */
  private void skipRest() throws IOException {
    tooLong = true;
    mark = mark(next, filled - next);
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
    // the kept bytes follow those still to be read
    int place = filled;
    if (buffer.length < place + max) {
      buffer = Arrays.copyOf(buffer, place + max);
    }
    System.arraycopy(kept, 0, buffer, place, max);
    from = place;
    length = max;
  }

  /** The length of the mark, if a line starts the file and has one. */
  private int mark(int start, int bytes) {
    boolean marked =
        position == 0
            && bytes >= MARK.length
            && Arrays.equals(buffer, start, start + MARK.length, MARK, 0, MARK.length);
    return marked ? MARK.length : 0;
  }

  /** The buffer with the line; valid until the next line. */
  public byte[] bytes() {
    return buffer;
  }

  /** Where in {@link #bytes} the line starts. */
  public int from() {
    return from + mark;
  }

  /** Where in {@link #bytes} the line ends, without its line break. */
  public int until() {
    return from + length;
  }

  /** The line as it is in the file, with its mark. */
  String text(int maxBytes, Charset charset) {
    return new String(buffer, from, Math.min(length, maxBytes), charset);
  }

  /** Whether the line exceeds the limit and was cut off. */
  public boolean isTooLong() {
    return tooLong;
  }
}
