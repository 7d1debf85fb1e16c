package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.classification.ClassBootstrap;
import org.sparkbackprop.metrics.classification.ClassifiedRows;
import org.sparkbackprop.metrics.classification.LabelBootstrap;
import org.sparkbackprop.metrics.classification.LabelRows;
import org.sparkbackprop.metrics.regression.RegressionBootstrap;
import org.sparkbackprop.metrics.regression.RegressionRows;
import org.sparkbackprop.metrics.resampling.BootstrapMedian;
import org.sparkbackprop.metrics.resampling.BootstrapRanking;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.BootstrapSums;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricInterval;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.ResampleCounts;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;

/**
 * Gives metrics intervals: the same are computed over many resamples of a sample of the rows. The
 * numbers of a sample are bounded, and so is the time.
 *
 * @param target what is predicted
 * @param loss of the network
 */
public record Bootstrap(Target target, LossFunction loss) {

  private static final long SEED = 1;

  /** Where there are more classes or labels, rows are not ranked by each. */
  private static final int MAX_RANKED = 200;

  private static final MetricInterval NOT_RANKED =
      MetricInterval.none("to rank so many classes or labels over all resamples takes too long");

  /** The distance at which rows are sampled of so many. */
  public long step(long rows) {
    int predictions = target.isNumber() ? loss.outputs(target.size()) : target.size();
    return RowSample.step(rows, maxNumbers(), predictions);
  }

  /** Predictions of all sampled rows together, which half a second or so is enough for. */
  private long maxNumbers() {
    boolean isRanked = target.size() <= MAX_RANKED;
    return switch (target.kind()) {
      case CLASS -> isRanked ? 1 << 20 : 1 << 22;
      case LABELS -> isRanked ? 1 << 19 : 1 << 21;
      case NUMBER -> 1 << 17;
    };
  }

  /** The metrics with intervals; without them if the sample has no rows. */
  public Metrics withIntervals(SampledMetrics rows) {
    Metrics metrics = rows.metrics();
    if (rows.sample().rows() == 0) {
      return metrics;
    }
    Resampling resampling = resampling(rows);
    if (metrics instanceof ClassMetrics classes) {
      ClassDetails all = classes.details().orElseThrow();
      return classes.with(resampling.all(resampling.ofClasses(all), all.figures()));
    }
    return metrics instanceof LabelsMetrics labels
        ? labels.with(resampling.all(resampling.ofLabels(labels), labels.figures()))
        : ((NumberMetrics) metrics).with(ofNumbers(resampling, (NumberMetrics) metrics));
  }

  /**
   * By how much a metric of one model is above that of another, with intervals. Both are taken over
   * the same resamples, in which the chance of the rows is the same for both.
   *
   * @param one of the same rows, sampled alike, as the other
   */
  public Map<BootstrapMetric, MetricInterval> differences(
      SampledMetrics one, SampledMetrics other) {
    Map<BootstrapMetric, MetricInterval> differences = new EnumMap<>(BootstrapMetric.class);
    if (one.sample().rows() == 0) {
      return differences;
    }
    Map<BootstrapMetric, double[]> first = resampled(one);
    Map<BootstrapMetric, double[]> second = resampled(other);
    Map<BootstrapMetric, MetricValue> ofOne = figures(one.metrics());
    Map<BootstrapMetric, MetricValue> ofOther = figures(other.metrics());
    first.forEach(
        (metric, values) -> {
          double[] others = second.get(metric);
          double[] difference = new double[values.length];
          Arrays.setAll(difference, b -> values[b] - others[b]);
          differences.put(
              metric,
              MetricInterval.ofDifference(
                  metric,
                  ofOne.get(metric),
                  ofOther.get(metric),
                  difference,
                  one.sample().rows(),
                  one.metrics().samples()));
        });
    return differences;
  }

  private Map<BootstrapMetric, double[]> resampled(SampledMetrics rows) {
    Resampling resampling = resampling(rows);
    if (rows.metrics() instanceof ClassMetrics classes) {
      return resampling.ofClasses(classes.details().orElseThrow());
    }
    return rows.metrics() instanceof LabelsMetrics labels
        ? resampling.ofLabels(labels)
        : mean(ofOutputs(resampling, (NumberMetrics) rows.metrics()), resampling.counts);
  }

  private Map<BootstrapMetric, MetricValue> figures(Metrics metrics) {
    if (metrics instanceof ClassMetrics classes) {
      return classes.details().orElseThrow().figures();
    }
    return metrics instanceof LabelsMetrics labels
        ? labels.figures()
        : ((NumberMetrics) metrics).figures(loss);
  }

  private static Resampling resampling(SampledMetrics rows) {
    return new Resampling(
        rows.sample(),
        ResampleCounts.draw(SEED, rows.sample().rows(), BootstrapSums.RESAMPLES),
        rows.metrics().samples());
  }

  private Intervals ofNumbers(Resampling resampling, NumberMetrics all) {
    List<Map<BootstrapMetric, double[]>> resampled = ofOutputs(resampling, all);
    List<Intervals.OfOutput> outputs = new ArrayList<>();
    for (int k = 0; k < resampled.size(); k++) {
      outputs.add(
          new Intervals.OfOutput(
              all.names().get(k), resampling.intervals(resampled.get(k), all.figures(k, loss))));
    }
    Map<BootstrapMetric, double[]> means = mean(resampled, resampling.counts);
    return resampling.all(resampling.intervals(means, all.figures(loss)), outputs);
  }

  /** The metrics of each prediction of numbers. */
  private List<Map<BootstrapMetric, double[]>> ofOutputs(Resampling resampling, NumberMetrics all) {
    TargetUnits units = new TargetUnits(target, loss);
    RegressionRows rows =
        new RegressionRows(
            units.matrix(resampling.sample.predictions()),
            units.rowByRow(NumericTargets.of(resampling.sample.targets())),
            all.sums().quantiles());
    RegressionBootstrap bootstrap = new RegressionBootstrap(rows, resampling.counts);
    List<Map<BootstrapMetric, double[]>> outputs = new ArrayList<>();
    for (int k = 0; k < all.names().size(); k++) {
      Map<BootstrapMetric, double[]> resampled = bootstrap.values(k);
      resampled.put(
          BootstrapMetric.MEDIAN_ABSOLUTE_ERROR,
          BootstrapMedian.of(bootstrap.absoluteErrors(k), resampling.counts));
      if (loss.name() == Losses.POISSON) {
        resampled.put(BootstrapMetric.MEAN_POISSON_DEVIANCE, bootstrap.meanPoissonDeviance(k));
      } else if (loss.name() == Losses.PINBALL) {
        resampled.put(BootstrapMetric.MEAN_PINBALL_LOSS, bootstrap.meanPinballLoss(k));
      }
      outputs.add(resampled);
    }
    return outputs;
  }

  private static Map<BootstrapMetric, double[]> mean(
      List<Map<BootstrapMetric, double[]>> outputs, ResampleCounts counts) {
    Map<BootstrapMetric, Mean> means = new EnumMap<>(BootstrapMetric.class);
    for (Map<BootstrapMetric, double[]> output : outputs) {
      output.forEach(
          (metric, values) ->
              means.computeIfAbsent(metric, any -> new Mean(counts.resamples())).add(values));
    }
    Map<BootstrapMetric, double[]> values = new EnumMap<>(BootstrapMetric.class);
    means.forEach((metric, mean) -> values.put(metric, mean.values()));
    return values;
  }

  /**
   * The resamples of the rows of a sample.
   *
   * @param allRows number of all rows
   */
  private record Resampling(RowSample sample, ResampleCounts counts, long allRows) {

    Map<BootstrapMetric, double[]> ofClasses(ClassDetails all) {
      DoubleMatrix probabilities = sample.predictions();
      int[] labels = ClassLabels.of(sample.targets());
      ClassifiedRows rows = new ClassifiedRows(all.sums().setup(), probabilities, labels);
      Map<BootstrapMetric, double[]> resampled = ClassBootstrap.values(rows, counts);
      boolean[][] positive = new boolean[all.classNames().size()][labels.length];
      for (int i = 0; i < labels.length; i++) {
        positive[labels[i]][i] = true;
      }
      putRankings(resampled, probabilities, positive, all.positive());
      return resampled;
    }

    Map<BootstrapMetric, double[]> ofLabels(LabelsMetrics all) {
      DoubleMatrix probabilities = sample.predictions();
      double[] targets = NumericTargets.of(sample.targets()).values();
      int labels = all.names().size();
      LabelRows rows = new LabelRows(all.sums().thresholds(), probabilities, targets);
      Map<BootstrapMetric, double[]> resampled = LabelBootstrap.values(rows, counts);
      boolean[][] positive = new boolean[labels][sample.rows()];
      for (int at = 0; at < targets.length; at++) {
        positive[at % labels][at / labels] = targets[at] > 0;
      }
      putRankings(resampled, probabilities, positive, /* only= */ -1);
      return resampled;
    }

    /**
     * Puts the metrics of the order of rows, unless that takes too long.
     *
     * @param positive by column and row
     * @param only the column that counts; −1 for the mean of all
     */
    private void putRankings(
        Map<BootstrapMetric, double[]> resampled,
        DoubleMatrix probabilities,
        boolean[][] positive,
        int only) {
      int columns = positive.length;
      if (columns > MAX_RANKED) {
        return;
      }
      Mean areas = new Mean(counts.resamples());
      Mean precisions = new Mean(counts.resamples());
      // side by side, and their means in the order of the columns
      IntStream.range(0, columns)
          .parallel()
          .filter(k -> only < 0 || only == k)
          .mapToObj(k -> BootstrapRanking.of(column(probabilities, k), positive[k], counts))
          .toList()
          .forEach(
              ranking -> {
                areas.add(ranking.rocAuc());
                precisions.add(ranking.averagePrecision());
              });
      resampled.put(BootstrapMetric.ROC_AUC, areas.values());
      resampled.put(BootstrapMetric.AVERAGE_PRECISION, precisions.values());
    }

    private static double[] column(DoubleMatrix matrix, int column) {
      double[] numbers = new double[matrix.rows()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = matrix.element(i, column);
      }
      return numbers;
    }

    Map<BootstrapMetric, MetricInterval> intervals(
        Map<BootstrapMetric, double[]> resampled, Map<BootstrapMetric, MetricValue> ofAll) {
      Map<BootstrapMetric, MetricInterval> intervals = new EnumMap<>(BootstrapMetric.class);
      ofAll.forEach(
          (metric, value) ->
              intervals.put(
                  metric,
                  resampled.containsKey(metric)
                      ? MetricInterval.of(
                          metric, value, resampled.get(metric), counts.rows(), allRows)
                      : NOT_RANKED));
      return intervals;
    }

    Intervals all(
        Map<BootstrapMetric, double[]> resampled, Map<BootstrapMetric, MetricValue> ofAll) {
      return all(intervals(resampled, ofAll), List.of());
    }

    Intervals all(Map<BootstrapMetric, MetricInterval> metrics, List<Intervals.OfOutput> outputs) {
      return new Intervals(counts.resamples() - 1, counts.rows(), metrics, outputs);
    }
  }

  /** The mean of columns by resample; NaN where one of them is. */
  private static final class Mean {

    private final double[] sums;
    private int columns;

    Mean(int resamples) {
      sums = new double[resamples];
    }

    void add(double[] values) {
      for (int b = 0; b < sums.length; b++) {
        sums[b] += values[b];
      }
      columns++;
    }

    double[] values() {
      double[] means = new double[sums.length];
      for (int b = 0; b < means.length; b++) {
        means[b] = sums[b] / columns;
      }
      return means;
    }
  }
}
