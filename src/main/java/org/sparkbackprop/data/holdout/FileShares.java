package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.Map;
import org.sparkbackprop.data.rows.SplitId;

/**
 * What has to be known of a file to divide its rows.
 *
 * @param firstRows how many good rows come before each of its parts, by where they start
 * @param ofClasses the limits of classes by {@link Strata}; those that are not there have the
 *     shares
 */
record FileShares(Map<Long, Long> firstRows, Map<String, Limits> ofClasses)
    implements Serializable {

  /** Nothing but that it is there. */
  static final FileShares NONE = new FileShares(Map.of(), Map.of());

  /**
   * Limits of u, as of {@link HoldOut}.
   *
   * @param test below which a row is for test
   * @param heldOut below which a row is not for training
   */
  record Limits(double test, double heldOut) implements Serializable {}

  /** The number of a part's first row in the file: sources of ranges begin their parts at it. */
  long firstRow(SplitId place) {
    return firstRows.getOrDefault(place.start(), place.start());
  }
}
