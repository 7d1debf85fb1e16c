package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.error.DataException;

/**
 * Where a range of scores stands among all scores of its column.
 *
 * @param positivesAbove the weight of the positives with higher scores
 * @param negativesAbove the weight of the negatives with higher scores
 * @param nextBelow the highest of the lower scores; NaN if there are none
 * @param all the totals of all ranges
 */
public record RangePlace(
    WeightSum positivesAbove, WeightSum negativesAbove, double nextBelow, RangeTotals all)
    implements Serializable {

  /** Products of sums of weights neither overflow nor vanish. */
  private static final double MOST = 1e100;

  private static final double LEAST = 1 / MOST;

  /**
   * The places of the ranges of a column.
   *
   * @param ranges in descending order; some may be empty
   * @throws DataException if the sum of the weights of one kind is outside of 1e-100 … 1e100
   */
  public static List<RangePlace> of(List<RangeTotals> ranges) {
    RangeTotals all = ranges.stream().reduce(RangeTotals.NONE, RangeTotals::plus);
    requireModerate(all.positives().high());
    requireModerate(all.negatives().high());
    double[] nextBelow = new double[ranges.size()];
    double next = Double.NaN;
    for (int i = ranges.size() - 1; i >= 0; i--) {
      nextBelow[i] = next;
      next = ranges.get(i).isEmpty() ? next : ranges.get(i).highest();
    }
    List<RangePlace> places = new ArrayList<>();
    RangeTotals above = RangeTotals.NONE;
    for (int i = 0; i < ranges.size(); i++) {
      places.add(new RangePlace(above.positives(), above.negatives(), nextBelow[i], all));
      above = above.plus(ranges.get(i));
    }
    return places;
  }

  private static void requireModerate(double sum) {
    if (sum != 0 && !(sum >= LEAST && sum <= MOST)) {
      throw new DataException(
          "the weights of the rows sum up to %s, which is outside of %s … %s; multiply all weights by"
                  .formatted(sum, LEAST, MOST)
              + " the same number");
    }
  }

  /** Whether no scores are higher. */
  boolean isFirst() {
    return positivesAbove.high() == 0 && negativesAbove.high() == 0;
  }
}
