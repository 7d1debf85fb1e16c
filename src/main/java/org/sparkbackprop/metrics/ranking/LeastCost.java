package org.sparkbackprop.metrics.ranking;

import java.util.Optional;

/**
 * The decision whose mistakes cost least. It may be to call nothing positive.
 *
 * @param ofFalsePositive the cost of a negative that is called positive, at least 0
 * @param ofFalseNegative the cost of a positive that is called negative, at least 0
 */
public record LeastCost(double ofFalsePositive, double ofFalseNegative) implements ThresholdRule {

  /**
   * A rule.
   *
   * @throws IllegalArgumentException if a cost is negative or not finite
   */
  public LeastCost {
    if (!isCost(ofFalsePositive) || !isCost(ofFalseNegative)) {
      throw new IllegalArgumentException(
          "costs of %s and %s, which must be finite and at least 0"
              .formatted(ofFalsePositive, ofFalseNegative));
    }
  }

  private static boolean isCost(double cost) {
    return cost >= 0 && cost <= Double.MAX_VALUE;
  }

  @Override
  public int best(RankedRange range) {
    double positives = range.all().positives().high();
    double[] truePositives = range.truePositives();
    double[] falsePositives = range.falsePositives();
    double least = Double.POSITIVE_INFINITY;
    int best = -1;
    for (int i = range.isFirst() ? 0 : 1; i <= range.size(); i++) {
      double cost =
          ofFalsePositive * falsePositives[i] + ofFalseNegative * (positives - truePositives[i]);
      if (cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
  }

  @Override
  public double merit(ThresholdDecision decision) {
    return -decision.cost(ofFalsePositive, ofFalseNegative);
  }

  @Override
  public Optional<String> impossible(RangeTotals all) {
    return Optional.empty();
  }
}
