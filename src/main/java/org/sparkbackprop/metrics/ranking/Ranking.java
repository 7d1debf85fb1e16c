package org.sparkbackprop.metrics.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sparkbackprop.linalg.math.ExactSum;
import org.sparkbackprop.metrics.sums.MetricValue;

/**
 * How well the scores of one column order positives before negatives. Rows with weight 0 do not
 * count.
 *
 * @param totals of the scores
 * @param rocAuc area under the ROC curve, with trapezoids where positives and negatives tie; as
 *     scikit-learn's roc_auc_score. Undefined unless there are positives and negatives
 * @param averagePrecision Σ precision · Δrecall, as scikit-learn's average_precision_score.
 *     Undefined without positives; 1 without negatives
 * @param roc the ROC curve from (0, 0), whose threshold no score reaches, to (1, 1); empty if the
 *     area is undefined
 * @param precisionRecall precision and recall from the highest score to recall 1 at the lowest
 *     score; empty without positives
 * @param histogram of the scores
 * @param thresholds by the rules, in their order
 */
public record Ranking(
    RangeTotals totals,
    MetricValue rocAuc,
    MetricValue averagePrecision,
    List<RocPoint> roc,
    List<PrecisionRecallPoint> precisionRecall,
    ScoreHistogram histogram,
    List<ThresholdChoice> thresholds) {

  static final String NO_ROWS = "there are no rows with a weight above 0";
  static final String NO_POSITIVES = "there are no positives";
  static final String NO_NEGATIVES = "there are no negatives";

  /**
   * The whole of its parts.
   *
   * @param totals of the column
   * @param parts of the ranges that are not empty, in descending order
   */
  public static Ranking of(
      RangeTotals totals, List<RankingPart> parts, RankingQuestions questions) {
    return new Ranking(
        totals,
        rocAuc(totals, parts),
        averagePrecision(totals, parts),
        roc(totals, parts),
        precisionRecall(totals, parts),
        histogram(totals, parts, questions),
        thresholds(totals, parts, questions));
  }

  /** Why a metric is undefined that needs positives. */
  private static Optional<String> withoutPositives(RangeTotals totals) {
    if (totals.isEmpty()) {
      return Optional.of(NO_ROWS);
    }
    return totals.positives().high() == 0 ? Optional.of(NO_POSITIVES) : Optional.empty();
  }

  /** Why a metric is undefined that needs both. */
  private static Optional<String> withoutBoth(RangeTotals totals) {
    return withoutPositives(totals)
        .or(() -> totals.negatives().high() == 0 ? Optional.of(NO_NEGATIVES) : Optional.empty());
  }

  private static MetricValue rocAuc(RangeTotals totals, List<RankingPart> parts) {
    return withoutBoth(totals)
        .map(MetricValue::undefined)
        .orElseGet(
            () -> {
              double all = totals.positives().high() * totals.negatives().high();
              double area = sum(parts, RankingPart::doubledArea) / 2;
              return MetricValue.of(Math.min(1, area / all));
            });
  }

  private static MetricValue averagePrecision(RangeTotals totals, List<RankingPart> parts) {
    return withoutPositives(totals)
        .map(MetricValue::undefined)
        .orElseGet(
            () ->
                MetricValue.of(
                    Math.min(1, sum(parts, RankingPart::precision) / totals.positives().high())));
  }

  private static double sum(List<RankingPart> parts, Function<RankingPart, ExactSum> term) {
    ExactSum sum = new ExactSum();
    parts.forEach(part -> sum.add(term.apply(part)));
    return sum.nearest();
  }

  private static List<RocPoint> roc(RangeTotals totals, List<RankingPart> parts) {
    if (withoutBoth(totals).isPresent()) {
      return List.of();
    }
    double positives = totals.positives().high();
    double negatives = totals.negatives().high();
    List<RocPoint> curve = new ArrayList<>();
    curve.add(new RocPoint(0, 0, RankedRange.above(totals.highest())));
    for (CurvePoint point : withEnd(parts, RankingPart::roc)) {
      curve.add(
          new RocPoint(
              point.falsePositives() / negatives,
              point.truePositives() / positives,
              point.threshold()));
    }
    return List.copyOf(curve);
  }

  private static List<PrecisionRecallPoint> precisionRecall(
      RangeTotals totals, List<RankingPart> parts) {
    if (withoutPositives(totals).isPresent()) {
      return List.of();
    }
    double positives = totals.positives().high();
    return withEnd(parts, RankingPart::precisionRecall).stream()
        .map(
            point ->
                new PrecisionRecallPoint(
                    ThresholdDecision.precision(point.truePositives(), point.falsePositives()),
                    point.truePositives() / positives,
                    point.threshold()))
        .toList();
  }

  private static List<CurvePoint> withEnd(
      List<RankingPart> parts, Function<RankingPart, List<CurvePoint>> curve) {
    List<CurvePoint> points = new ArrayList<>();
    parts.forEach(part -> points.addAll(curve.apply(part)));
    CurvePoint end = parts.get(parts.size() - 1).last();
    if (points.isEmpty() || !points.get(points.size() - 1).equals(end)) {
      points.add(end);
    }
    return points;
  }

  private static ScoreHistogram histogram(
      RangeTotals totals, List<RankingPart> parts, RankingQuestions questions) {
    HistogramSums sums = new HistogramSums(totals, questions.bins());
    parts.forEach(part -> sums.add(part.histogram()));
    return sums.histogram();
  }

  private static List<ThresholdChoice> thresholds(
      RangeTotals totals, List<RankingPart> parts, RankingQuestions questions) {
    List<ThresholdChoice> choices = new ArrayList<>();
    for (int i = 0; i < questions.rules().size(); i++) {
      ThresholdRule rule = questions.rules().get(i);
      Optional<String> reason = totals.isEmpty() ? Optional.of(NO_ROWS) : rule.impossible(totals);
      ThresholdDecision best = reason.isPresent() ? null : best(rule, i, parts);
      choices.add(
          new ThresholdChoice(rule, best, best == null ? reason.orElse(rule.none()) : null));
    }
    return List.copyOf(choices);
  }

  private static ThresholdDecision best(ThresholdRule rule, int index, List<RankingPart> parts) {
    ThresholdDecision best = null;
    for (RankingPart part : parts) {
      ThresholdDecision decision = part.decision(index);
      if (decision != null && (best == null || rule.merit(decision) > rule.merit(best))) {
        best = decision;
      }
    }
    return best;
  }
}
