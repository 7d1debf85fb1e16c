package org.sparkbackprop.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.LabelSums;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;
import org.sparkbackprop.network.loss.Score;

/**
 * What predicted labels are worth, of which a row may have any.
 *
 * @param names of the labels, in order
 * @param score cost, and how many rows have all labels right
 * @param sums over the rows
 * @param weighted whether rows have weights
 * @param rankings of each label
 * @param intervals of the figures that say most
 */
public record LabelsMetrics(
    List<String> names,
    Score score,
    LabelSums sums,
    boolean weighted,
    Optional<Rankings> rankings,
    Optional<Intervals> intervals)
    implements Metrics {

  /** The same with rankings. */
  public LabelsMetrics with(Rankings more) {
    return new LabelsMetrics(names, score, sums, weighted, Optional.of(more), intervals);
  }

  /** The same with intervals. */
  public LabelsMetrics with(Intervals more) {
    return new LabelsMetrics(names, score, sums, weighted, rankings, Optional.of(more));
  }

  /** The metrics that have intervals. */
  Map<BootstrapMetric, MetricValue> figures() {
    Map<BootstrapMetric, MetricValue> figures = new EnumMap<>(BootstrapMetric.class);
    figures.put(BootstrapMetric.SUBSET_ACCURACY, metrics().subsetAccuracy());
    figures.put(BootstrapMetric.HAMMING_LOSS, metrics().hammingLoss());
    figures.put(BootstrapMetric.MICRO_F1, metrics().microAverage().f1());
    figures.put(BootstrapMetric.MACRO_F1, metrics().macroAverage().f1());
    rankings.ifPresent(ranked -> ranked.putInto(figures, /* positive= */ -1));
    return figures;
  }

  @Override
  public boolean isWeighted() {
    return weighted;
  }

  /** The metrics where each row counts once. */
  public LabelMetrics metrics() {
    return new LabelMetrics(names, sums, Weighting.UNWEIGHTED);
  }

  @Override
  public String summary() {
    return "accuracy of all labels %s%s, Hamming loss %s%s, micro-averaged F1 %s%s"
        .formatted(
            text(metrics().subsetAccuracy()),
            interval(BootstrapMetric.SUBSET_ACCURACY),
            text(metrics().hammingLoss()),
            interval(BootstrapMetric.HAMMING_LOSS),
            text(metrics().microAverage().f1()),
            interval(BootstrapMetric.MICRO_F1));
  }

  private static String text(MetricValue value) {
    return value.isDefined() ? Message.of("%.4f", value.number()) : "–";
  }

  private String interval(BootstrapMetric metric) {
    return intervals.map(all -> all.decimals(metric)).orElse("");
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("samples", samples());
    fields.put("cost", score.cost());
    fields.put("mean_cost", meanCost());
    fields.put("accuracy", metrics().subsetAccuracy().orNull());
    fields(Weighting.UNWEIGHTED).forEach(fields::putIfAbsent);
    fields.remove("rows");
    putCosts(fields);
    intervals.ifPresent(all -> fields.put(Intervals.FIELD, all.fields()));
    if (weighted) {
      fields.put("weighted", fields(Weighting.WEIGHTED));
    }
    return fields;
  }

  private Map<String, Object> fields(Weighting weighting) {
    Map<String, Object> fields =
        new LinkedHashMap<>(new LabelMetrics(names, sums, weighting).fields());
    rankings.ifPresent(all -> all.putInto(fields, "per_label", weighting, /* positive= */ -1));
    return fields;
  }
}
