package org.sparkbackprop.metrics.ranking;

import java.util.Optional;

/**
 * The decision that finds the most positives among those that are precise enough.
 *
 * @param leastPrecision the share of the positives among what is called positive that is wanted at
 *     least; above 0, and at most 1
 */
public record GreatestRecall(double leastPrecision) implements ThresholdRule {

  /**
   * A rule.
   *
   * @throws IllegalArgumentException if the precision is not above 0 and at most 1
   */
  public GreatestRecall {
    if (!(leastPrecision > 0 && leastPrecision <= 1)) {
      throw new IllegalArgumentException(
          "a precision of %s, which must be above 0 and at most 1".formatted(leastPrecision));
    }
  }

  @Override
  public int best(RankedRange range) {
    double[] truePositives = range.truePositives();
    double[] falsePositives = range.falsePositives();
    double most = 0;
    int best = -1;
    for (int i = 1; i <= range.size(); i++) {
      if (truePositives[i] > most
          && ThresholdDecision.precision(truePositives[i], falsePositives[i]) >= leastPrecision) {
        most = truePositives[i];
        best = i;
      }
    }
    return best;
  }

  @Override
  public double merit(ThresholdDecision decision) {
    return decision.truePositives();
  }

  @Override
  public Optional<String> impossible(RangeTotals all) {
    return all.positives().high() == 0 ? Optional.of(Ranking.NO_POSITIVES) : Optional.empty();
  }

  @Override
  public String none() {
    return "no threshold has a precision of at least " + leastPrecision;
  }
}
