package org.sparkbackprop.metrics.ranking;

/**
 * A range of scores with what a decision at each of them gives. Decision i, from 1 to {@link
 * #size}, calls positive what has at least the i-th score of the range; decision 0 only what stands
 * above the range.
 */
public final class RankedRange {

  /** Relative to the larger of the score and 1: more than a rounding to single precision. */
  private static final double MARGIN = 0x1p-20;

  private final ScoreGroups groups;
  private final RangePlace place;
  private final double[] truePositives;
  private final double[] falsePositives;

  /** The groups of a range at their place. */
  public RankedRange(ScoreGroups groups, RangePlace place) {
    this.groups = groups;
    this.place = place;
    this.truePositives = groups.positives().cumulated(place.positivesAbove(), groups.size());
    this.falsePositives = groups.negatives().cumulated(place.negativesAbove(), groups.size());
  }

  int size() {
    return groups.size();
  }

  ScoreGroups groups() {
    return groups;
  }

  /** The totals of all ranges. */
  RangeTotals all() {
    return place.all();
  }

  boolean isFirst() {
    return place.isFirst();
  }

  /** The weight of the positives that a decision finds, by decision. */
  double[] truePositives() {
    return truePositives;
  }

  /** The weight of the negatives that a decision takes for positives, by decision. */
  double[] falsePositives() {
    return falsePositives;
  }

  /** The lowest score that a decision calls positive. */
  double score(int decision) {
    return groups.score(decision - 1);
  }

  /** The highest score that a decision calls negative; NaN if there is none. */
  double scoreBelow(int decision) {
    return decision < size() ? groups.score(decision) : place.nextBelow();
  }

  CurvePoint point(int decision) {
    return new CurvePoint(score(decision), truePositives[decision], falsePositives[decision]);
  }

  ThresholdDecision decision(int decision) {
    double positives = all().positives().high();
    double negatives = all().negatives().high();
    return new ThresholdDecision(
        decision == 0 ? above(all().highest()) : threshold(score(decision), scoreBelow(decision)),
        truePositives[decision],
        falsePositives[decision],
        positives - truePositives[decision],
        negatives - falsePositives[decision]);
  }

  /**
   * A threshold that two neighbouring scores keep as large a distance from as they can: the middle.
   *
   * @param lower NaN if there is none
   */
  private static double threshold(double score, double lower) {
    if (Double.isNaN(lower)) {
      return below(score);
    }
    double middle = score / 2 + lower / 2;
    return middle > lower && middle <= score ? middle : score;
  }

  /** A threshold that no score reaches. */
  static double above(double highest) {
    return highest + MARGIN * Math.max(1, Math.abs(highest));
  }

  /** A threshold that all scores reach; 0 rather than below it if no score is. */
  private static double below(double lowest) {
    double threshold = lowest - MARGIN * Math.max(1, Math.abs(lowest));
    return lowest >= 0 ? Math.max(0, threshold) : threshold;
  }
}
