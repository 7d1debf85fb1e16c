package org.sparkbackprop.metrics.regression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.metrics.sums.MetricFields;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/**
 * The metrics of predicted numbers, in one of two views: each row once, or by weight.
 *
 * @param outputNames in the order of the outputs
 * @param sums over the rows
 * @param weighting the view
 */
public record RegressionMetrics(
    List<String> outputNames, RegressionSums sums, Weighting weighting) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if there is not one name per output
   */
  public RegressionMetrics {
    if (outputNames.size() != sums.outputs()) {
      throw new IllegalArgumentException(
          "%s outputs have %s names".formatted(sums.outputs(), outputNames.size()));
    }
  }

  /** Number or weight of all rows. */
  public double total() {
    return sums.total(weighting);
  }

  /** The metrics of an output. */
  public OutputMetrics output(int output) {
    if (total() == 0) {
      return OutputMetrics.each(metric -> MetricValue.undefined(weighting.nothing()));
    }
    MetricValue meanSquare = mean(output, RegressionSums.SQUARES);
    return new OutputMetrics(
        meanSquare,
        MetricValue.of(Math.sqrt(meanSquare.number())),
        mean(output, RegressionSums.ABSOLUTES),
        MetricValue.of(sums.extremes(weighting).largestError(output)),
        MetricValue.of(0 - sums.meanError(output, weighting)), // not −0
        ofVariance(output, sums.sum(output, RegressionSums.SQUARES, weighting)),
        ofVariance(output, sums.squaresAboutMean(output, RegressionSums.ERRORS, weighting)),
        mean(output, RegressionSums.PERCENTAGES),
        poissonDeviance(output),
        sums.hasQuantiles()
            ? mean(output, RegressionSums.PINBALLS)
            : MetricValue.undefined("no quantile is predicted"));
  }

  private MetricValue mean(int output, int sum) {
    return MetricValue.of(sums.sum(output, sum, weighting) / total());
  }

  /** Where targets do not vary, scikit-learn has 1 or 0; here it is undefined. */
  private MetricValue ofVariance(int output, double squares) {
    if (sums.total(Weighting.UNWEIGHTED) == 1) {
      return MetricValue.undefined("there is one row");
    }
    if (sums.extremes(weighting).allTargetsAreEqual(output)) {
      return MetricValue.undefined("all targets are equal");
    }
    double variance = sums.squaresAboutMean(output, RegressionSums.TARGETS, weighting);
    return MetricValue.of(1 - squares / variance);
  }

  private MetricValue poissonDeviance(int output) {
    if (sums.sum(output, RegressionSums.NEGATIVE_TARGETS, weighting) > 0) {
      return MetricValue.undefined("a target is below 0");
    }
    if (sums.sum(output, RegressionSums.PREDICTIONS_NOT_POSITIVE, weighting) > 0) {
      return MetricValue.undefined("a prediction is not above 0");
    }
    return mean(output, RegressionSums.DEVIANCES);
  }

  /** The mean over the outputs, each once; undefined if it is for one of them. */
  public OutputMetrics average() {
    List<OutputMetrics> outputs = new ArrayList<>();
    for (int j = 0; j < sums.outputs(); j++) {
      outputs.add(output(j));
    }
    return OutputMetrics.each(metric -> average(outputs, metric));
  }

  private MetricValue average(
      List<OutputMetrics> outputs, Function<OutputMetrics, MetricValue> metric) {
    double sum = 0;
    for (int j = 0; j < outputs.size(); j++) {
      MetricValue value = metric.apply(outputs.get(j));
      if (!value.isDefined()) {
        return outputs.size() == 1
            ? value
            : MetricValue.undefined(
                "output " + Excerpt.of(outputNames.get(j)) + ": " + value.reason());
      }
      sum += value.number();
    }
    return MetricValue.of(sum / outputs.size());
  }

  /** The fields for {@code metrics.json}; what is undefined is null, with its reason at the end. */
  public Map<String, Object> fields() {
    MetricFields fields = new MetricFields().put(weighting.amountName(), weighting.amount(total()));
    putMetrics(fields, average());
    fields.put("outputs", outputNames);
    fields.putObjects(
        "per_output", IntStream.range(0, sums.outputs()).mapToObj(this::perOutput).toList());
    return fields.asMap();
  }

  private MetricFields perOutput(int output) {
    MetricFields fields = new MetricFields().put("output", outputNames.get(output));
    if (sums.hasQuantiles()) {
      fields.put("quantile", sums.quantile(output));
    }
    return putMetrics(fields, output(output));
  }

  private MetricFields putMetrics(MetricFields fields, OutputMetrics metrics) {
    metrics.putInto(fields);
    return sums.hasQuantiles()
        ? fields.putMetric("mean_pinball_loss", metrics.meanPinballLoss())
        : fields;
  }
}
