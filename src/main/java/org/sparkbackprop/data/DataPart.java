package org.sparkbackprop.data;

/** The parts that a data set is divided into. */
enum DataPart {
  /** What is trained on. */
  TRAINING,
  /** What is held out of training. */
  HELD_OUT,
  /** Both. */
  ALL;

  /** Whether a row belongs to it. */
  boolean has(RowBuffer row, HoldOut heldOut) {
    return this == ALL || heldOut.isHeldOut(row) == (this == HELD_OUT);
  }
}
