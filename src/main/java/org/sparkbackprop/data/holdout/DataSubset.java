package org.sparkbackprop.data.holdout;

import org.sparkbackprop.settings.HoldOutShares;

/** The parts of a data set. */
public enum DataSubset {
  TRAINING,
  /** Used to judge training while it runs. */
  VALIDATION,
  /** Used for no choice. */
  TEST,
  ALL;

  /** Whether rows of another part belong to this one. */
  public boolean includes(DataSubset part) {
    return this == ALL || this == part;
  }

  /** Its share of all rows. */
  public double shareOf(HoldOutShares shares) {
    return switch (this) {
      case VALIDATION -> shares.validation();
      case TEST -> shares.test();
      case TRAINING -> 1 - shares.validation() - shares.test();
      case ALL -> 1;
    };
  }
}
