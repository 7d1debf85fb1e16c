package org.sparkbackprop.data;

/**
 * What becomes of rows that are none.
 *
 * @param policy for them
 * @param mostShare of all rows that may be put aside
 */
public record BadRows(Policy policy, double mostShare) {

  /** The policies. */
  public enum Policy {
    /** The first one is an error. */
    FAIL,
    /** They are put aside, and the others are used. */
    QUARANTINE
  }

  /** The first one is an error. */
  public static BadRows fail() {
    return new BadRows(Policy.FAIL, 0);
  }

  /** So large a share of the rows may be put aside. */
  public static BadRows quarantined(double mostShare) {
    return new BadRows(Policy.QUARANTINE, mostShare);
  }
}
