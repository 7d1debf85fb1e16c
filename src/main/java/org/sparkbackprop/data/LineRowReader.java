package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Reads rows that are a line each. */
abstract class LineRowReader extends RowReader {

  /** A longer line is no row, unless told otherwise. */
  static final int MOST_BYTES = 1 << 26;

  /** More of a line is not shown; as many characters as a quarter of it are not cut off. */
  private static final int MOST_SHOWN = (1 << 16) + 4;

  private final TextPart part;
  private final Charset charset;
  private final int most;
  private final InputStream input;
  private final LineReader lines;
  private long line;

  /**
   * A reader of a part, which the end of the task closes.
   *
   * @param most bytes of a line; a longer one is no row
   */
  LineRowReader(
      RowShape shape, TextPart part, Charset charset, Configuration configuration, int most) {
    super(shape);
    this.most = most;
    this.part = part;
    this.charset = charset;
    // a line that begins where the part does is its own only if the byte before ends another
    long from = Math.max(0, part.start() - 1);
    this.input = InputFiles.openFrom(part.file(), from, configuration);
    if (TaskContext.get() != null) {
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
    }
    this.lines = new LineReader(input, from, most);
    if (part.start() > 0) {
      advanceLine();
    }
  }

  private void close() {
    try {
      input.close();
    } catch (IOException readAlready) {
      // What was wanted of the file has been read.
    }
  }

  @Override
  final boolean read() {
    while (lines.position() < part.end() && advanceLine()) {
      line++;
      int from = lines.from();
      int length = lines.length();
      if (part.start() == 0 && line == 1) {
        int mark = byteOrderMark(lines.bytes(), from, length);
        from += mark;
        length -= mark;
        if (isHeader(lines.bytes(), from, length)) {
          continue;
        }
      }
      if (lines.isTooLong() || !isBlank(lines.bytes(), from, from + length)) {
        if (lines.isTooLong()) {
          fault("the line has more than %,d bytes".formatted(most));
        } else {
          parse(lines.bytes(), from, from + length);
        }
        return true;
      }
    }
    return false;
  }

  private boolean advanceLine() {
    try {
      return lines.advance();
    } catch (IOException e) {
      if (InputFiles.isDamage(e)) {
        throw damage(e);
      }
      throw InputFiles.unreadable(part.file(), e);
    }
  }

  private static DataException damage(IOException e) {
    return new DataException(
        "behind it the file is damaged: " + InputFiles.damage(e) + "; write or fetch it again");
  }

  /** How many bytes the mark has that some programs begin UTF-8 with. */
  static int byteOrderMark(byte[] bytes, int from, int length) {
    boolean marked =
        length >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  /**
   * Whether the first line of the file, without a mark, is no row.
   *
   * @throws DataException if it is a header, but not the right one
   */
  abstract boolean isHeader(byte[] bytes, int from, int length);

  /** Whether a line is no row, as nothing stands in it. */
  abstract boolean isBlank(byte[] bytes, int from, int until);

  /** Fills the row from the bytes of a line, or says its fault. */
  abstract void parse(byte[] bytes, int from, int until);

  @Override
  final Place place() {
    return part.place();
  }

  @Override
  final long position() {
    return line;
  }

  @Override
  final String text() {
    return new String(lines.bytes(), lines.from(), Math.min(lines.length(), MOST_SHOWN), charset);
  }
}
