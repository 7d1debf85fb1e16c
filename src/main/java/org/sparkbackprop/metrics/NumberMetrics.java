package org.sparkbackprop.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.metrics.regression.RegressionMetrics;
import org.sparkbackprop.metrics.regression.RegressionSums;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;
import org.sparkbackprop.network.loss.Score;

/**
 * What predicted numbers are worth, in their units.
 *
 * @param names of the predictions, in order
 * @param score the cost of standardised numbers
 * @param sums over the rows
 * @param weighted whether rows have weights
 * @param medians of the absolute errors
 */
public record NumberMetrics(
    List<String> names,
    Score score,
    RegressionSums sums,
    boolean weighted,
    Optional<Medians> medians)
    implements Metrics {

  private static final String MEDIAN = "median_absolute_error";

  /** The same with medians. */
  public NumberMetrics with(Medians more) {
    return new NumberMetrics(names, score, sums, weighted, Optional.of(more));
  }

  @Override
  public boolean isWeighted() {
    return weighted;
  }

  /** The metrics where each row counts once. */
  public RegressionMetrics metrics() {
    return new RegressionMetrics(names, sums, Weighting.UNWEIGHTED);
  }

  @Override
  public String summary() {
    OutputMetrics figures = metrics().average();
    if (sums.hasQuantiles()) {
      return "mean pinball loss " + text("%.6g", figures.meanPinballLoss());
    }
    return "RMSE %s, MAE %s, R² %s"
        .formatted(
            text("%.6g", figures.rootMeanSquaredError()),
            text("%.6g", figures.meanAbsoluteError()),
            text("%.4f", figures.r2()));
  }

  private static String text(String format, MetricValue value) {
    return value.isDefined() ? Message.of(format, value.number()) : "–";
  }

  @Override
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("samples", samples());
    fields.put("cost", score.cost());
    fields.put("mean_cost", meanCost());
    fields(Weighting.UNWEIGHTED).forEach(fields::putIfAbsent);
    fields.remove("rows");
    if (weighted) {
      fields.put("weighted", fields(Weighting.WEIGHTED));
    }
    return fields;
  }

  private Map<String, Object> fields(Weighting weighting) {
    Map<String, Object> fields =
        new LinkedHashMap<>(new RegressionMetrics(names, sums, weighting).fields());
    medians.ifPresent(
        all -> putMedians(fields, weighting == Weighting.WEIGHTED ? all.byWeight() : all.once()));
    return fields;
  }

  /** Of several columns, the mean. */
  private static void putMedians(Map<String, Object> fields, List<MetricValue> medians) {
    double sum = 0;
    List<?> outputs = (List<?>) fields.get("per_output");
    for (int k = 0; k < medians.size(); k++) {
      @SuppressWarnings("unchecked") // as metrics make them
      Map<String, Object> ofOutput = (Map<String, Object>) outputs.get(k);
      ofOutput.put(MEDIAN, medians.get(k).orNull());
      sum += medians.get(k).orElse(Double.NaN);
    }
    double mean = sum / medians.size();
    fields.put(MEDIAN, Double.isNaN(mean) ? null : mean);
  }
}
