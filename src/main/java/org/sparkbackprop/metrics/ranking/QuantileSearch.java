package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Optional;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * A quantile of values, which are ranked with the other sign ({@link ValueBlock#descending}): the
 * lowest value with at least the wanted share of the weight up to it, or, if that is just the
 * share, the mean of it and the next one. This is the averaged inverted distribution function of
 * Hyndman and Fan (1996), scikit-learn's {@code _weighted_percentile(average=True)}; for a median
 * without weights, the median of NumPy.
 *
 * @param share of the weight, from 0 to 1
 */
public record QuantileSearch(double share) implements Serializable {

  /** The median. */
  public static final QuantileSearch MEDIAN = new QuantileSearch(0.5);

  /** Weight beyond the share that counts as none, as in scikit-learn: 2⁻⁵². */
  private static final double NO_WEIGHT = 0x1p-52;

  /**
   * A search.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  public QuantileSearch {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of %s, which is not in 0 … 1".formatted(share));
    }
  }

  /** The quantile, if it is in a range. */
  public Optional<Double> in(RankedRange range) {
    double[] upTo = range.truePositives();
    double wanted = wanted(range.all());
    if (upTo[0] >= wanted || upTo[range.size()] < wanted) {
      return Optional.empty();
    }
    int at = 1;
    while (upTo[at] < wanted) {
      at++;
    }
    double value = -range.score(at);
    double next = -range.scoreBelow(at);
    boolean isJustTheShare = !(upTo[at] - wanted > NO_WEIGHT) && !Double.isNaN(next);
    return Optional.of((isJustTheShare ? (value + next) / 2 : value) + 0.0);
  }

  private double wanted(RangeTotals all) {
    double wanted = share * all.positives().high();
    return wanted == 0 ? Double.MIN_VALUE : wanted;
  }

  /** The quantile that was found in one of the ranges of a column. */
  public MetricValue of(RangeTotals totals, Optional<Double> found) {
    return totals.isEmpty()
        ? MetricValue.undefined(Ranking.NO_ROWS)
        : MetricValue.of(found.orElseGet(() -> -totals.lowest() + 0.0));
  }
}
