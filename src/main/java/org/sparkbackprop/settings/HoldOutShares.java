package org.sparkbackprop.settings;

import java.io.Serializable;

/**
 * How many rows are held out of training, and how they are drawn.
 *
 * @param validation share of the rows for validation, 0 or more
 * @param test share of the rows for the test at the end, 0 or more; both together are below 1
 * @param seed of the hash that selects rows
 * @param of the rows that the shares refer to
 */
public record HoldOutShares(double validation, double test, long seed, Of of)
    implements Serializable {

  /** What a share refers to. */
  public enum Of {
    /** The rows of each class. */
    EACH_CLASS,
    /** All rows, regardless of class. */
    ALL_ROWS
  }

  /** Nothing. */
  public static final HoldOutShares NONE = new HoldOutShares(0, 0, 1, Of.EACH_CLASS);

  /** The same shares of all rows, regardless of class. */
  public HoldOutShares ofAllRows() {
    return new HoldOutShares(validation, test, seed, Of.ALL_ROWS);
  }

  /** Whether any rows are held out. */
  public boolean isAny() {
    return validation + test > 0;
  }
}
