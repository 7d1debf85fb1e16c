package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.Arrays;

/** The sums of a {@link ScoreHistogram} over a range, which add up. */
final class HistogramSums implements Serializable {

  private static final long serialVersionUID = 1;

  private final double[] edges;
  private final WeightColumn positives;
  private final WeightColumn negatives;

  /**
   * Empty bins from 0 to 1 if all scores are there, as probabilities are; else from the lowest
   * score to the highest, or of width 1 in all if there is but one score.
   */
  HistogramSums(RangeTotals all, int bins) {
    boolean unit = all.isEmpty() || (all.lowest() >= 0 && all.highest() <= 1);
    double half = all.lowest() == all.highest() ? 0.5 : 0;
    edges =
        unit
            ? ScoreHistogram.edges(0, 1, bins)
            : ScoreHistogram.edges(all.lowest() - half, all.highest() + half, bins);
    positives = new WeightColumn(bins);
    negatives = new WeightColumn(bins);
  }

  /** Adds the scores of a range. */
  void add(ScoreGroups groups) {
    int bin = edges.length - 2;
    for (int i = 0; i < groups.size(); i++) {
      while (bin > 0 && groups.score(i) < edges[bin]) {
        bin--;
      }
      positives.add(bin, groups.positives(), i);
      negatives.add(bin, groups.negatives(), i);
    }
  }

  /** Adds the sums of another range of the same column. */
  void add(HistogramSums other) {
    for (int bin = 0; bin < edges.length - 1; bin++) {
      positives.add(bin, other.positives, bin);
      negatives.add(bin, other.negatives, bin);
    }
  }

  ScoreHistogram histogram() {
    return new ScoreHistogram(
        edges[0],
        edges[edges.length - 1],
        Arrays.stream(positives.rounded()).boxed().toList(),
        Arrays.stream(negatives.rounded()).boxed().toList());
  }
}
