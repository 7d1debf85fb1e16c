package org.sparkbackprop.data.rows;

import java.util.regex.Pattern;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;

/**
 * Reads one row after the other. A row is either good, and then in {@link #row}, or has a fault.
 * What is not a row, such as a header or a blank line, is skipped.
 *
 * <p>A fault beyond a single row, such as a damaged file, is thrown as a {@link DataException}
 * without the place, which the caller knows.
 */
public abstract class RowReader {

  /** Neither an infinite number nor NaN. */
  private static final Pattern NAME = Pattern.compile("(?iU)(?!inf|nan)\\p{L}.*");

  private final RowBuffer row;
  private String fault;

  /** Of the names of labels; null if rows do not name them. */
  private final String separator;

  public RowReader(RowShape shape) {
    this.row = new RowBuffer(shape);
    this.separator = shape.targets().separator();
  }

  /**
   * Goes to the next row.
   *
   * @return false at the end
   */
  public final boolean advance() {
    fault = null;
    row.clear();
    return read();
  }

  /** Fills the row, or calls {@link #fault(String)}; false at the end. */
  protected abstract boolean read();

  /** The split of the row. The rows of a split come one after the other. */
  public abstract SplitId split();

  /** The number of the row or line in its split, from 1, including skipped ones. */
  public abstract long position();

  /** The row as it was written, for people. */
  public abstract String text();

  /** Gives the row the target that is written like this: a class, names of labels, or a number. */
  protected final void target(String text) {
    if (separator != null) {
      names(text);
      return;
    }
    if (row.targets().length == 0) {
      row.label(text);
      return;
    }
    double number = DecimalParser.parse(text);
    if (Double.isFinite(number)) {
      row.targets()[0] = number;
    } else {
      fault(
          "the target '%s' is not a finite number%s"
              .formatted(Excerpt.of(text), adviceOnName(text)));
    }
  }

  /** What to do about a text where a number is to be predicted; empty if it is not a name. */
  protected static String adviceOnName(String text) {
    return NAME.matcher(text).matches() ? "; for names of classes, set target.kind = class" : "";
  }

  /** Gives the row the labels whose names are separated in a text; a blank text names none. */
  private void names(String text) {
    for (int from = 0; !text.isBlank() && from <= text.length(); ) {
      int end = text.indexOf(separator, from);
      int until = end < 0 ? text.length() : end;
      name(text.substring(from, until).strip());
      from = until + separator.length();
    }
  }

  /** Gives the row one more label; each has a name, and is named once. */
  protected final void name(String label) {
    if (label.isEmpty()) {
      fault("one of the names of its labels is empty; correct the list, or see target.separator");
    } else if (row.names().contains(label)) {
      fault("it names the label '%s' twice; name it once".formatted(Excerpt.of(label)));
    } else {
      row.names().add(label);
    }
  }

  /** The row, valid until the next one is read. */
  public final RowBuffer row() {
    return row;
  }

  /** What is wrong with the row, with the column if there is one; null if it is good. */
  public final String fault() {
    return fault;
  }

  /** Marks the row as bad. The first fault of a row counts. */
  public final void fault(String why) {
    if (fault == null) {
      fault = why;
    }
  }
}
