package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.classification.ClassificationMetrics;
import org.sparkbackprop.metrics.classification.ClassificationSums;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.metrics.classification.PrecisionRecallF1;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * All that is measured of predicted classes.
 *
 * @param classNames in the order of the classes
 * @param sums over the rows
 * @param weighted whether rows have weights
 * @param rankings of each class against the rest
 * @param intervals of the figures that say most
 */
public record ClassDetails(
    List<String> classNames,
    ClassificationSums sums,
    boolean weighted,
    Optional<Rankings> rankings,
    Optional<Intervals> intervals) {

  ClassDetails with(Rankings more) {
    return new ClassDetails(classNames, sums, weighted, Optional.of(more), intervals);
  }

  ClassDetails with(Intervals more) {
    return new ClassDetails(classNames, sums, weighted, rankings, Optional.of(more));
  }

  /** The metrics that have intervals. */
  Map<BootstrapMetric, MetricValue> figures() {
    Map<BootstrapMetric, MetricValue> figures = new EnumMap<>(BootstrapMetric.class);
    ClassificationMetrics all = metrics();
    figures.put(BootstrapMetric.ACCURACY, all.accuracy());
    figures.put(BootstrapMetric.BALANCED_ACCURACY, all.balancedAccuracy());
    figures.put(BootstrapMetric.MATTHEWS_CORRELATION, all.matthewsCorrelation());
    figures.put(BootstrapMetric.MACRO_F1, all.confusion().macroAverage().f1());
    figures.put(BootstrapMetric.LOG_LOSS, all.logLoss());
    figures.put(BootstrapMetric.BRIER_SCORE, all.brierScore());
    figures.put(BootstrapMetric.EXPECTED_CALIBRATION_ERROR, all.calibrationError());
    if (positive() >= 0) {
      PrecisionRecallF1 scores = all.confusion().scores(positive());
      figures.put(BootstrapMetric.PRECISION, scores.precision());
      figures.put(BootstrapMetric.RECALL, scores.recall());
      figures.put(BootstrapMetric.F1, scores.f1());
    }
    rankings.ifPresent(ranked -> ranked.putInto(figures, positive()));
    return figures;
  }

  /** Of two classes, the one that is looked for; −1 if there are more. */
  public int positive() {
    return sums.setup().isBinary() ? sums.setup().rule().positiveClass() : -1;
  }

  /** The metrics where each row counts once. */
  public ClassificationMetrics metrics() {
    return ClassificationMetrics.of(classNames, sums, Weighting.UNWEIGHTED);
  }

  long[][] chosen() {
    ConfusionTable table = metrics().confusion();
    long[][] counts = new long[classNames.size()][classNames.size()];
    for (int label = 0; label < counts.length; label++) {
      for (int k = 0; k < counts.length; k++) {
        counts[label][k] = (long) table.cell(label, k);
      }
    }
    return counts;
  }

  double accuracy() {
    return metrics().accuracy().orElse(Double.NaN);
  }

  /** The figures that say most besides the accuracy. */
  String summary() {
    String loss =
        Message.of(
            ", log-loss %.4f%s",
            metrics().logLoss().orElse(Double.NaN), interval(BootstrapMetric.LOG_LOSS));
    return rankings
        .map(all -> all.area(positive()))
        .filter(MetricValue::isDefined)
        .map(
            area ->
                loss
                    + Message.of(
                        ", ROC-AUC %.4f%s", area.number(), interval(BootstrapMetric.ROC_AUC)))
        .orElse(loss);
  }

  private String interval(BootstrapMetric metric) {
    return intervals.map(all -> all.decimals(metric)).orElse("");
  }

  /** Puts all fields but those that every model has. */
  void putInto(Map<String, Object> fields) {
    Map<String, Object> own = fields(Weighting.UNWEIGHTED);
    own.remove("rows");
    own.put("per_class", withEarlierNames(own.get("per_class")));
    own.forEach(fields::putIfAbsent);
    intervals.ifPresent(all -> fields.put(Intervals.FIELD, all.fields()));
    if (weighted) {
      fields.put("weighted", fields(Weighting.WEIGHTED));
    }
  }

  private Map<String, Object> fields(Weighting weighting) {
    Map<String, Object> fields =
        new LinkedHashMap<>(ClassificationMetrics.of(classNames, sums, weighting).fields());
    rankings.ifPresent(all -> all.putInto(fields, "per_class", weighting, positive()));
    return fields;
  }

  /** The support of a class is also called samples, as in files of earlier versions. */
  private static List<Map<String, Object>> withEarlierNames(Object perClass) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Object each : (List<?>) perClass) {
      Map<String, Object> fields = new LinkedHashMap<>();
      ((Map<?, ?>) each)
          .forEach(
              (name, value) -> {
                fields.put(String.valueOf(name), value);
                if (name.equals("class")) {
                  fields.put("samples", ((Map<?, ?>) each).get("support"));
                }
              });
      classes.add(fields);
    }
    return classes;
  }
}
