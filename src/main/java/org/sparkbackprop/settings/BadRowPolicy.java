package org.sparkbackprop.settings;

/**
 * What happens to bad rows.
 *
 * @param maxShare largest share of all rows that may be quarantined
 */
public record BadRowPolicy(Policy policy, double maxShare) {

  /** The policies. */
  public enum Policy {
    /** The first bad row is an error. */
    FAIL,
    /** Bad rows are quarantined, and the others are used. */
    QUARANTINE
  }

  /** The first bad row is an error. */
  public static BadRowPolicy fail() {
    return new BadRowPolicy(Policy.FAIL, 0);
  }

  /** Up to this share of the rows may be quarantined. */
  public static BadRowPolicy quarantined(double maxShare) {
    return new BadRowPolicy(Policy.QUARANTINE, maxShare);
  }
}
