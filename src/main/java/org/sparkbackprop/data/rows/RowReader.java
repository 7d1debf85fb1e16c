package org.sparkbackprop.data.rows;

import org.sparkbackprop.error.DataException;

/**
 * Reads rows one after the other. Every row that is there comes up: either good, and then it is in
 * {@link #row}, or with a fault. What is no row at all, a header or a blank line, does not.
 *
 * <p>A fault that concerns more than a row, a damaged file for instance, is thrown as a {@link
 * DataException} that says it without the place, which the caller knows.
 */
public abstract class RowReader {

  private final RowBuffer row;
  private String fault;

  /** A reader of rows of this shape. */
  public RowReader(RowShape shape) {
    this.row = new RowBuffer(shape);
  }

  /**
   * Goes to the next row.
   *
   * @return false if there is none
   */
  public final boolean advance() {
    fault = null;
    row.clear();
    return read();
  }

  /** Fills the row, or calls {@link #fault(String)}; false at the end. */
  protected abstract boolean read();

  /** The part that the row belongs to. Rows of a part come one after the other. */
  public abstract SplitId place();

  /** The number of the row or line within its part, from 1, whatever else is counted there. */
  public abstract long position();

  /** The row as it stood, for people. */
  public abstract String text();

  /** The row; its content is valid until the next. */
  public final RowBuffer row() {
    return row;
  }

  /** Why the row is none, with the column where there is one; null if it is good. */
  public final String fault() {
    return fault;
  }

  /** Says that the row is none. The first fault of a row counts. */
  public final void fault(String why) {
    if (fault == null) {
      fault = why;
    }
  }
}
