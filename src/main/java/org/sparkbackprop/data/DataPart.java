package org.sparkbackprop.data;

/** The parts that a data set is divided into. */
enum DataPart {
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
  boolean includes(DataPart part) {
    return this == ALL || this == part;
  }
}
