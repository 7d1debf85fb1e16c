package org.sparkbackprop.metrics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.metrics.regression.RegressionMetrics;
import org.sparkbackprop.metrics.regression.RegressionSums;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.Score;

/**
 * What predicted numbers are worth, in their units.
 *
 * @param names of the predictions, in order
 * @param score the cost of standardised numbers
 * @param sums over the rows
 * @param weighted whether rows have weights
 * @param medians of the absolute errors
 * @param intervals of the figures that say most
 */
public record NumberMetrics(
    List<String> names,
    Score score,
    RegressionSums sums,
    boolean weighted,
    Optional<Medians> medians,
    Optional<Intervals> intervals)
    implements Metrics {

  private static final String MEDIAN = "median_absolute_error";

  /** The same with medians. */
  public NumberMetrics with(Medians more) {
    return new NumberMetrics(names, score, sums, weighted, Optional.of(more), intervals);
  }

  /** The same with intervals. */
  public NumberMetrics with(Intervals more) {
    return new NumberMetrics(names, score, sums, weighted, medians, Optional.of(more));
  }

  /** The metrics of a prediction that have intervals. */
  Map<BootstrapMetric, MetricValue> figures(int prediction, LossFunction loss) {
    Map<BootstrapMetric, MetricValue> figures = figures(metrics().output(prediction), loss);
    medians.ifPresent(
        all -> figures.put(BootstrapMetric.MEDIAN_ABSOLUTE_ERROR, all.once().get(prediction)));
    return figures;
  }

  /** The mean of these metrics over the predictions. */
  Map<BootstrapMetric, MetricValue> figures(LossFunction loss) {
    Map<BootstrapMetric, MetricValue> figures = figures(metrics().average(), loss);
    medians.ifPresent(all -> figures.put(BootstrapMetric.MEDIAN_ABSOLUTE_ERROR, mean(all.once())));
    return figures;
  }

  private static Map<BootstrapMetric, MetricValue> figures(OutputMetrics all, LossFunction loss) {
    Map<BootstrapMetric, MetricValue> figures = new EnumMap<>(BootstrapMetric.class);
    figures.put(BootstrapMetric.ROOT_MEAN_SQUARED_ERROR, all.rootMeanSquaredError());
    figures.put(BootstrapMetric.MEAN_ABSOLUTE_ERROR, all.meanAbsoluteError());
    figures.put(BootstrapMetric.R2, all.r2());
    if (loss.name() == Losses.POISSON) {
      figures.put(BootstrapMetric.MEAN_POISSON_DEVIANCE, all.meanPoissonDeviance());
    }
    if (loss.name() == Losses.PINBALL) {
      figures.put(BootstrapMetric.MEAN_PINBALL_LOSS, all.meanPinballLoss());
    }
    return figures;
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
      return "mean pinball loss "
          + text("%.6g", figures.meanPinballLoss())
          + intervals.map(all -> all.digits(BootstrapMetric.MEAN_PINBALL_LOSS)).orElse("");
    }
    return "RMSE %s%s, MAE %s%s, R² %s%s"
        .formatted(
            text("%.6g", figures.rootMeanSquaredError()),
            intervals.map(all -> all.digits(BootstrapMetric.ROOT_MEAN_SQUARED_ERROR)).orElse(""),
            text("%.6g", figures.meanAbsoluteError()),
            intervals.map(all -> all.digits(BootstrapMetric.MEAN_ABSOLUTE_ERROR)).orElse(""),
            text("%.4f", figures.r2()),
            intervals.map(all -> all.decimals(BootstrapMetric.R2)).orElse(""));
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
    putCosts(fields);
    intervals.ifPresent(all -> fields.put(Intervals.FIELD, all.fields()));
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
    List<?> outputs = (List<?>) fields.get("per_output");
    for (int k = 0; k < medians.size(); k++) {
      @SuppressWarnings("unchecked") // as metrics make them
      Map<String, Object> ofOutput = (Map<String, Object>) outputs.get(k);
      ofOutput.put(MEDIAN, medians.get(k).orNull());
      if (!medians.get(k).isDefined()) {
        MetricFields.addReason(fields, "per_output[" + k + "]." + MEDIAN, medians.get(k).reason());
      }
    }
    MetricFields.add(fields, MEDIAN, mean(medians));
  }

  /** Undefined if one of them is. */
  private static MetricValue mean(List<MetricValue> values) {
    double sum = 0;
    for (MetricValue value : values) {
      if (!value.isDefined()) {
        return value;
      }
      sum += value.number();
    }
    return MetricValue.of(sum / values.size());
  }
}
