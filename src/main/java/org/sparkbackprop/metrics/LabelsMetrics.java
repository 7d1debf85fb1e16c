package org.sparkbackprop.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.LabelSums;
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
 */
public record LabelsMetrics(
    List<String> names, Score score, LabelSums sums, boolean weighted, Optional<Rankings> rankings)
    implements Metrics {

  /** The same with rankings. */
  public LabelsMetrics with(Rankings more) {
    return new LabelsMetrics(names, score, sums, weighted, Optional.of(more));
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
    return Message.of(
        "accuracy of all labels %.4f, Hamming loss %.4f, F1 %.4f (micro average)",
        metrics().subsetAccuracy().orElse(Double.NaN),
        metrics().hammingLoss().orElse(Double.NaN),
        metrics().microAverage().f1().orElse(Double.NaN));
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
