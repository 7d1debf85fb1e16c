package org.sparkbackprop.data;

/** The data are not what they must be: one sentence on what, where, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A fault in the data; characters of theirs that would break the line are replaced. */
  public DataException(String message) {
    super(Excerpt.onALine(message));
  }
}
