package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What is to be found out about ranked scores, beside the areas under the curves.
 *
 * @param curvePoints of each curve at most, with both ends; at least 4
 * @param bins of the histogram, at least 1
 * @param rules of the thresholds to choose
 */
public record RankingQuestions(int curvePoints, int bins, List<ThresholdRule> rules)
    implements Serializable {

  /** Curves and a histogram as they fit on a page, and no thresholds. */
  public static final RankingQuestions STANDARD = new RankingQuestions(200, 20, List.of());

  /**
   * Some questions.
   *
   * @throws IllegalArgumentException if a number is too small
   */
  public RankingQuestions {
    if (curvePoints < CurveGrid.LEAST_POINTS || bins < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "curves of %d points and %d bins, but at least %d and 1 are needed",
              curvePoints,
              bins,
              CurveGrid.LEAST_POINTS));
    }
    rules = List.copyOf(rules);
  }

  /** The same with other rules. */
  public RankingQuestions with(ThresholdRule... others) {
    return new RankingQuestions(curvePoints, bins, List.of(others));
  }
}
