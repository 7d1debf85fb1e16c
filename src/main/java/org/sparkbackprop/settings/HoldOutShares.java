package org.sparkbackprop.settings;

import java.io.Serializable;

/**
 * How many rows are held out of training, and what they are drawn by.
 *
 * @param validation share of the rows that training is judged by, from 0 on
 * @param test share of the rows that nothing is chosen by, from 0 on; both together are below 1
 * @param seed of the hash that rows are chosen by
 * @param of what the shares are of
 */
public record HoldOutShares(double validation, double test, long seed, Of of)
    implements Serializable {

  /** What a share is held out of. */
  public enum Of {
    /** The rows of each class. */
    EACH_CLASS,
    /** All rows, whatever their classes. */
    ALL_ROWS
  }

  /** Nothing. */
  public static final HoldOutShares NONE = new HoldOutShares(0, 0, 1, Of.EACH_CLASS);

  /** Whether any rows are held out. */
  public boolean isAny() {
    return validation + test > 0;
  }
}
