package org.sparkbackprop.metrics.ranking;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.math.ExactSum;

/** What one range of scores contributes to a {@link Ranking}. */
public final class RankingPart implements Serializable {

  private static final long serialVersionUID = 1;

  private final ExactSum doubledArea = new ExactSum();
  private final ExactSum precision = new ExactSum();
  private final List<CurvePoint> roc;
  private final List<CurvePoint> precisionRecall;
  private final CurvePoint last;
  private final HistogramSums histogram;

  /** By rule; null where the range has none. */
  private final List<ThresholdDecision> decisions = new ArrayList<>();

  /** The contribution of a range that is not empty. */
  public RankingPart(RankedRange range, RankingQuestions questions) {
    addAreas(range);
    roc = CurveGrid.ofRates(range.all(), questions.curvePoints()).thin(range);
    precisionRecall = CurveGrid.ofRecall(range.all(), questions.curvePoints()).thin(range);
    last = range.point(range.size());
    histogram = new HistogramSums(range.all(), questions.bins());
    histogram.add(range.groups());
    for (ThresholdRule rule : questions.rules()) {
      int best = rule.impossible(range.all()).isPresent() ? -1 : rule.best(range);
      decisions.add(best < 0 ? null : range.decision(best));
    }
  }

  /**
   * Areas in weights: twice that of the trapezoids Δfp · (tp + tp before) / 2, exact for counts;
   * and that of the steps Δtp · precision.
   */
  private void addAreas(RankedRange range) {
    double[] truePositives = range.truePositives();
    double[] falsePositives = range.falsePositives();
    for (int i = 1; i <= range.size(); i++) {
      double width = falsePositives[i] - falsePositives[i - 1];
      if (width > 0) {
        double height = truePositives[i] + truePositives[i - 1];
        double product = width * height;
        doubledArea.add(product);
        doubledArea.add(Math.fma(width, height, -product));
      }
      double found = truePositives[i] - truePositives[i - 1];
      if (found > 0) {
        precision.add(found * ThresholdDecision.precision(truePositives[i], falsePositives[i]));
      }
    }
  }

  ExactSum doubledArea() {
    return doubledArea;
  }

  ExactSum precision() {
    return precision;
  }

  /** The points of the ROC curve that are kept. */
  List<CurvePoint> roc() {
    return roc;
  }

  /** The points of the precision-recall curve that are kept. */
  List<CurvePoint> precisionRecall() {
    return precisionRecall;
  }

  /** The last point of the range, which may be the end of the curves. */
  CurvePoint last() {
    return last;
  }

  HistogramSums histogram() {
    return histogram;
  }

  /** The best decision by a rule; null if the range has none. */
  ThresholdDecision decision(int rule) {
    return decisions.get(rule);
  }
}
