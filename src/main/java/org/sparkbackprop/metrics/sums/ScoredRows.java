package org.sparkbackprop.metrics.sums;

/** A block of rows with what each adds to the sums, computed once for all sums. */
public interface ScoredRows {

  /** Number of rows. */
  int size();
}
