package org.sparkbackprop.data.source.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;

/** Reads rows that are a line each, or several where a reader says that a row goes on. */
public abstract class LineRowReader extends RowReader {

  /**
   * Why a part cannot be read by itself: whether its first line begins a row, only the lines before
   * it can tell.
   */
  public static final String GOES_ON =
      "a row goes on behind its line, and the file was to be read in parts";

  /** A longer line is no row, unless told otherwise. */
  public static final int MAX_BYTES = 1 << 26;

  /** More of a line is not shown; as many characters as a quarter of it are not cut off. */
  private static final int MAX_SHOWN = (1 << 16) + 4;

  private final TextSplit part;
  private final Charset charset;
  private final int max;
  private final InputStream input;
  private final LineReader lines;
  private long lastLine;
  private long line;
  private int mark;
  private boolean atTop;

  /**
   * A reader of a part, which the end of the task closes.
   *
   * @param max bytes of a line; a longer one is no row
   */
  public LineRowReader(
      RowShape shape, TextSplit part, Charset charset, Configuration configuration, int max) {
    super(shape);
    this.max = max;
    this.part = part;
    this.charset = charset;
    // a line that begins where the part does is its own only if the byte before ends another
    long from = Math.max(0, part.start() - 1);
    this.input = InputFiles.openFrom(part.file(), from, configuration);
    if (TaskContext.get() != null) {
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close());
    }
    this.lines = new LineReader(input, from, max);
    this.atTop = part.start() == 0;
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
  protected final boolean read() {
    while (lines.position() < part.end() && advanceLine()) {
      line = ++lastLine;
      mark = line == 1 && atTop ? byteOrderMark(lines.bytes(), lines.from(), lines.length()) : 0;
      if (atTop && isTop()) {
        continue;
      }
      if (lines.isTooLong()) {
        fault(String.format(Locale.ROOT, "the line has more than %,d bytes", max));
        return true;
      }
      if (!isBlank(lines.bytes(), from(), until())) {
        parse(lines.bytes(), from(), until());
        return true;
      }
    }
    line = lastLine;
    return false;
  }

  /** Whether the line stands before the rows. */
  private boolean isTop() {
    if (isPreamble(lines.bytes(), from(), until() - from())) {
      return true;
    }
    atTop = false;
    return isHeader(lines.bytes(), from(), until() - from());
  }

  /**
   * Lets the row go on in the next line, so that {@link #bytes} has both of them, with what ends a
   * line between.
   *
   * @return false if there is no further line, or the row would have more bytes than a row may
   * @throws DataException if the file is read in parts, of which another may begin within the row
   */
  protected final boolean extend() {
    if (!part.isWhole()) {
      throw new DataException(GOES_ON);
    }
    try {
      boolean more = lines.extend();
      lastLine += more ? 1 : 0;
      return more && !lines.isTooLong();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The bytes of the row, from {@link #from} to {@link #until}. */
  protected final byte[] bytes() {
    return lines.bytes();
  }

  protected final int from() {
    return lines.from() + mark;
  }

  protected final int until() {
    return lines.from() + lines.length();
  }

  private boolean advanceLine() {
    try {
      return lines.advance();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private RuntimeException failure(IOException e) {
    line = lastLine;
    return InputFiles.isDamage(e)
        ? new DataException(
            "behind it the file is damaged: " + InputFiles.damage(e) + "; write or fetch it again")
        : InputFiles.unreadable(part.file(), e);
  }

  /** How many bytes the mark has that some programs begin UTF-8 with. */
  public static int byteOrderMark(byte[] bytes, int from, int length) {
    boolean marked =
        length >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return marked ? 3 : 0;
  }

  /** Whether a line, with none but such before it, stands even before the header. */
  protected boolean isPreamble(byte[] bytes, int from, int length) {
    return false;
  }

  /**
   * Whether the first line of the file, without a mark, is no row.
   *
   * @throws DataException if it is a header, but not the right one
   */
  protected abstract boolean isHeader(byte[] bytes, int from, int length);

  /** Whether a line is no row, as nothing stands in it. */
  protected abstract boolean isBlank(byte[] bytes, int from, int until);

  /** Fills the row from the bytes of a line, or says its fault. */
  protected abstract void parse(byte[] bytes, int from, int until);

  @Override
  public final SplitId place() {
    return part.place();
  }

  @Override
  public final long position() {
    return line;
  }

  @Override
  public final String text() {
    return new String(lines.bytes(), lines.from(), Math.min(lines.length(), MAX_SHOWN), charset);
  }
}
