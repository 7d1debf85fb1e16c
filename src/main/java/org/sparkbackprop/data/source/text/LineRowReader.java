package org.sparkbackprop.data.source.text;

import java.io.Closeable;
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

/** Reads rows of one line each, or of several lines where a reader extends a row. */
public abstract class LineRowReader extends RowReader {

  /**
   * Why a split cannot be read alone: only earlier lines tell whether its first line starts a row.
   */
  public static final String GOES_ON =
      "a row continues on the next line, and the file was to be read in parts";

  /** The default limit of a line; longer lines are bad rows. */
  public static final int MAX_BYTES = 1 << 26;

  /**
   * The limit of a line that is shown: {@code 1 << 14} characters of up to 4 bytes, and one more.
   */
  private static final int MAX_SHOWN = (1 << 16) + 4;

  private final TextSplit split;
  private final Charset charset;
  private final int max;
  private final LineReader lines;
  private long lastLine;
  private long line;
  private boolean atTop;

  /**
   * A reader of a split; the end of the task closes it.
   *
   * @param max bytes of a line
   */
  public LineRowReader(
      RowShape shape, TextSplit split, Charset charset, Configuration configuration, int max) {
    super(shape);
    this.max = max;
    this.split = split;
    this.charset = charset;
    // a line at the start of the split belongs to it only if the byte before ends another line
    long from = Math.max(0, split.start() - 1);
    InputStream input = InputFiles.openFrom(split.file(), from, configuration);
    closeAfterTask(input);
    this.lines = new LineReader(input, from, max);
    this.atTop = split.start() == 0;
    if (split.start() > 0) {
      advanceLine();
    }
  }

  /** Closes an input when the task ends. */
  public static void closeAfterTask(Closeable input) {
    if (TaskContext.get() != null) {
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(input));
    }
  }

  private static void close(Closeable input) {
    try {
      input.close();
    } catch (IOException readAlready) {
      // All that was needed has been read.
    }
  }

  @Override
  protected final boolean read() {
    while (lines.position() < split.end() && advanceLine()) {
      line = ++lastLine;
      if (atTop && isTop()) {
        continue;
      }
      if (lines.isTooLong()) {
        fault(String.format(Locale.ROOT, "the line has more than %,d bytes", max));
        return true;
      }
      if (!isBlank(bytes(), from(), until())) {
        parse(bytes(), from(), until());
        return true;
      }
    }
    line = lastLine;
    return false;
  }

  /** Whether the line comes before the rows. */
  private boolean isTop() {
    if (isPreamble(bytes(), from(), until())) {
      return true;
    }
    atTop = false;
    return isHeader(bytes(), from(), until());
  }

  /**
   * Appends the next line to the row, with the line break between them.
   *
   * @return false if there is no next line, or the row would exceed the limit of a line
   * @throws DataException if the file is split, as another split may start within the row
   */
  protected final boolean extend() {
    if (!split.isWhole()) {
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

  /** The buffer with the row, from {@link #from} to {@link #until}. */
  protected final byte[] bytes() {
    return lines.bytes();
  }

  protected final int from() {
    return lines.from();
  }

  protected final int until() {
    return lines.until();
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
            "the file is damaged after this line: "
                + InputFiles.damage(e)
                + "; write or fetch it again")
        : InputFiles.unreadable(split.file(), e);
  }

  /** Whether a line at the top comes before the header. */
  protected boolean isPreamble(byte[] bytes, int from, int until) {
    return false;
  }

  /**
   * Whether the first line of the file is a header.
   *
   * @throws DataException if it is the wrong header
   */
  protected boolean isHeader(byte[] bytes, int from, int until) {
    return false;
  }

  /** Whether a line is skipped because it has no row. */
  protected boolean isBlank(byte[] bytes, int from, int until) {
    return firstNonBlank(bytes, from, until) == until;
  }

  /** The position of the first byte other than space and tab; {@code until} if there is none. */
  public static int firstNonBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** Fills the row from a line, or reports its fault. */
  protected abstract void parse(byte[] bytes, int from, int until);

  @Override
  public final SplitId split() {
    return split.id();
  }

  @Override
  public final long position() {
    return line;
  }

  @Override
  public final String text() {
    return lines.text(MAX_SHOWN, charset);
  }
}
