package org.sparkbackprop.metrics.ranking;

import java.util.Optional;

/** The decision with the largest F1, the harmonic mean of precision and recall. */
public record LargestF1() implements ThresholdRule {

  /** 2 tp / (2 tp + fp + fn). */
  static double f1(double truePositives, double falsePositives, double positives) {
    return 2 * truePositives / (truePositives + falsePositives + positives);
  }

  @Override
  public int best(RankedRange range) {
    double positives = range.all().positives().high();
    double[] truePositives = range.truePositives();
    double[] falsePositives = range.falsePositives();
    double largest = Double.NEGATIVE_INFINITY;
    int best = -1;
    for (int i = 1; i <= range.size(); i++) {
      double f1 = f1(truePositives[i], falsePositives[i], positives);
      if (f1 > largest) {
        largest = f1;
        best = i;
      }
    }
    return best;
  }

  @Override
  public double merit(ThresholdDecision decision) {
    return decision.f1().number();
  }

  @Override
  public Optional<String> impossible(RangeTotals all) {
    return all.positives().high() == 0 ? Optional.of(Ranking.NO_POSITIVES) : Optional.empty();
  }
}
