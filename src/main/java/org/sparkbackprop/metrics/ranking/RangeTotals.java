package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;

/**
 * What a range of scores holds in all.
 *
 * @param groups number of distinct scores
 * @param positives the weight of the positives
 * @param negatives the weight of the negatives
 * @param highest the first score; NaN if there are none
 * @param lowest the last score; NaN if there are none
 */
public record RangeTotals(
    long groups, WeightSum positives, WeightSum negatives, double highest, double lowest)
    implements Serializable {

  /** Those of no scores. */
  public static final RangeTotals NONE =
      new RangeTotals(0, WeightSum.ZERO, WeightSum.ZERO, Double.NaN, Double.NaN);

  /** The totals of this range and the next one below. */
  RangeTotals plus(RangeTotals below) {
    if (groups == 0) {
      return below;
    }
    return new RangeTotals(
        groups + below.groups,
        positives.plus(below.positives),
        negatives.plus(below.negatives),
        highest,
        below.groups == 0 ? lowest : below.lowest);
  }

  /** Whether there are no scores. */
  public boolean isEmpty() {
    return groups == 0;
  }
}
