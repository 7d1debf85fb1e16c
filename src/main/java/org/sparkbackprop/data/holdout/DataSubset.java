package org.sparkbackprop.data.holdout;

import org.sparkbackprop.settings.HoldOutShares;

/** The parts that a data set is divided into. */
public enum DataSubset {
  /** What is trained on. */
  TRAINING,
  /** What training is judged by on its way. */
  VALIDATION,
  /** What nothing is chosen by. */
  TEST,
  /** All of them. */
  ALL;

  /**
   * Whether a row belongs to it.
   *
   * @param part that the row was put into
   */
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
