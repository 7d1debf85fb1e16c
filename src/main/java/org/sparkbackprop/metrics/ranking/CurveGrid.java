package org.sparkbackprop.metrics.ranking;

import java.util.ArrayList;
import java.util.List;

/**
 * Thins a curve by a grid: a point is kept if it is the first in another cell than the point before
 * it. All coordinates grow along the curve, so that there are no more points than lines. What is
 * left out is less than a cell away from a point that is kept.
 */
final class CurveGrid {

  /** Below this the two ends would not be kept. */
  static final int LEAST_POINTS = 4;

  private final boolean keepsAll;
  private final double perTruePositive;
  private final double perFalsePositive;

  /** Lines for each doubling of what is called positive. */
  private final double perDoubling;

  private final double doublings;
  private final double end;

  private CurveGrid(
      RangeTotals all, int points, int truePositiveLines, int falsePositiveLines, int lines) {
    keepsAll = all.groups() < points;
    perTruePositive = perUnit(truePositiveLines, all.positives());
    perFalsePositive = perUnit(falsePositiveLines, all.negatives());
    doublings = Math.max(1, logarithm((double) all.groups()));
    perDoubling = lines / doublings;
    end = logarithm(all.positives().high() + all.negatives().high());
  }

  private static double perUnit(int lines, WeightSum total) {
    return total.high() == 0 ? 0 : lines / total.high();
  }

  /**
   * A grid of equal steps of both rates.
   *
   * @param points how many are wanted at most, with both ends
   */
  static CurveGrid ofRates(RangeTotals all, int points) {
    int lines = points - 2;
    return new CurveGrid(all, points, lines / 2, lines - lines / 2, 0);
  }

  /**
   * A grid of equal steps of recall, and of equal ratios of the weight that is called positive:
   * precision, which is the ratio of both, falls fast where that weight is small.
   *
   * @param points how many are wanted at most, with both ends
   */
  static CurveGrid ofRecall(RangeTotals all, int points) {
    int lines = points - 2;
    return new CurveGrid(all, points, lines / 2, 0, lines - lines / 2);
  }

  /** The points of a range that are kept, in descending order of their thresholds. */
  List<CurvePoint> thin(RankedRange range) {
    double[] truePositives = range.truePositives();
    double[] falsePositives = range.falsePositives();
    List<CurvePoint> kept = new ArrayList<>();
    long cell = startsAtFirstScore(range) ? -1 : cell(truePositives[0], falsePositives[0]);
    for (int i = 1; i <= range.size(); i++) {
      long next = cell(truePositives[i], falsePositives[i]);
      if (keepsAll || next != cell) {
        kept.add(range.point(i));
      }
      cell = next;
    }
    return kept;
  }

  /** The ROC curve starts above all scores; where nothing is positive, there is no precision. */
  private boolean startsAtFirstScore(RankedRange range) {
    return range.isFirst() && perDoubling > 0;
  }

  private long cell(double truePositives, double falsePositives) {
    return (long) (truePositives * perTruePositive)
        + (long) (falsePositives * perFalsePositive)
        + (long) line(truePositives + falsePositives);
  }

  private double line(double positive) {
    if (perDoubling == 0 || positive == 0) {
      return 0;
    }
    return Math.max(0, (logarithm(positive) - end + doublings) * perDoubling);
  }

  /**
   * The logarithm to base 2, linear between powers of 2; the same on every machine.
   *
   * @param x above 0
   */
  private static double logarithm(double x) {
    long bits = Double.doubleToRawLongBits(x) - Double.doubleToRawLongBits(1);
    return bits * 0x1p-52;
  }
}
