package org.sparkbackprop.data;

/** The data are not what they must be: one sentence on what, where, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** A fault in the data. */
  public DataException(String message) {
    super(message);
  }
}
