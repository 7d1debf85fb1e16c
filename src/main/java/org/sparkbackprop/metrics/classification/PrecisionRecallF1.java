package org.sparkbackprop.metrics.classification;

import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * Precision, recall and F1 of a class or label, or their means over several.
 *
 * @param precision share of the rows predicted as such that are
 * @param recall share of the rows labelled as such that are predicted as such
 * @param f1 2 TP / (2 TP + FP + FN), the harmonic mean of both
 */
public record PrecisionRecallF1(MetricValue precision, MetricValue recall, MetricValue f1) {

  /**
   * The scores from numbers or weights of rows.
   *
   * @param hits rows that are labelled and predicted as such
   * @param predicted rows predicted as such
   * @param support rows labelled as such
   */
  static PrecisionRecallF1 of(double hits, double predicted, double support, Weighting weighting) {
    String no = "no " + weighting.row() + " is ";
    return new PrecisionRecallF1(
        MetricValue.ratio(hits, predicted, no + "predicted as such"),
        MetricValue.ratio(hits, support, no + "labelled as such"),
        MetricValue.ratio(2 * hits, predicted + support, no + "labelled or predicted as such"));
  }

  static PrecisionRecallF1 undefined(String reason) {
    MetricValue value = MetricValue.undefined(reason);
    return new PrecisionRecallF1(value, value, value);
  }

  /**
   * The weighted mean of scores, in which what is undefined counts as 0.
   *
   * @param reasonIfZero why the mean is undefined if all weights are 0
   */
  static PrecisionRecallF1 mean(
      int count,
      IntFunction<PrecisionRecallF1> scores,
      IntToDoubleFunction weight,
      String reasonIfZero) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double total = 0;
    for (int k = 0; k < count; k++) {
      PrecisionRecallF1 one = scores.apply(k);
      double w = weight.applyAsDouble(k);
      precision += w * one.precision.orElse(0);
      recall += w * one.recall.orElse(0);
      f1 += w * one.f1.orElse(0);
      total += w;
    }
    return new PrecisionRecallF1(
        MetricValue.ratio(precision, total, reasonIfZero),
        MetricValue.ratio(recall, total, reasonIfZero),
        MetricValue.ratio(f1, total, reasonIfZero));
  }

  /** Puts the fields {@code precision}, {@code recall} and {@code f1}. */
  MetricFields putInto(MetricFields fields) {
    return fields.putMetric("precision", precision).putMetric("recall", recall).putMetric("f1", f1);
  }
}
