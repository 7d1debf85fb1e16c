package org.sparkbackprop.settings;

/**
 * What becomes of rows that are none.
 *
 * @param policy for them
 * @param maxShare of all rows that may be put aside
 */
public record BadRowPolicy(Policy policy, double maxShare) {

  /** The policies. */
  public enum Policy {
    /** The first one is an error. */
    FAIL,
    /** They are put aside, and the others are used. */
    QUARANTINE
  }

  /** The first one is an error. */
  public static BadRowPolicy fail() {
    return new BadRowPolicy(Policy.FAIL, 0);
  }

  /** So large a share of the rows may be put aside. */
  public static BadRowPolicy quarantined(double maxShare) {
    return new BadRowPolicy(Policy.QUARANTINE, maxShare);
  }
}
