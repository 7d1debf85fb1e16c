package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.RegressionScore;

/** Rows for which metrics are undefined: null in the file, with a reason, and never NaN. */
class UndefinedMetricsTest {

  private static final Target CLASSES = Target.ofClasses(List.of("a", "b", "c"));
  private static final Target LABELS = Target.ofLabels(List.of("p", "q"));
  private static final Target NUMBERS =
      Target.ofNumbers(List.of("u", "v"), new double[2], new double[] {1, 1});
  private static final LossFunction SQUARES = LossFunction.of(Losses.SQUARED_ERROR);

  private static DoubleMatrix matrix(double[]... rows) {
    DoubleMatrix matrix = DoubleMatrix.zeros(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        matrix.array()[matrix.place(i, k)] = rows[i][k];
      }
    }
    return matrix;
  }

  private static double[] row(double... numbers) {
    return numbers;
  }

  private static MeasuredRows classes(int... labels) {
    DoubleMatrix probabilities = DoubleMatrix.zeros(labels.length, 3);
    for (int i = 0; i < labels.length; i++) {
      probabilities.array()[probabilities.place(i, 0)] = 0.8 - 0.1 * (i % 3);
      probabilities.array()[probabilities.place(i, 1)] = 0.1 + 0.1 * (i % 3);
      probabilities.array()[probabilities.place(i, 2)] = 0.1;
    }
    return MeasuredRows.ofClasses(CLASSES, probabilities, new ClassLabels(labels));
  }

  private static MeasuredRows labels(double[] targets, double[]... probabilities) {
    return MeasuredRows.ofLabels(LABELS, matrix(probabilities), new NumericTargets(targets, 2));
  }

  private static MeasuredRows numbers(double[] targets, double[]... predicted) {
    return new MeasuredRows(NUMBERS, SQUARES, matrix(predicted), new NumericTargets(targets, 2));
  }

  private static Map<String, Object> fields(MeasuredRows rows) {
    RowSample all = new RowSample(1, 0);
    all.add(rows.predictions(), rows.targets());
    Map<String, Object> fields = rows.metrics(all).fields();
    NullReasons.require(fields);
    return fields;
  }

  private static Object reason(Map<String, Object> fields, String path) {
    return ((Map<?, ?>) fields.get("undefined")).get(path);
  }

  private static Object reasonOfInterval(Map<String, Object> fields, BootstrapMetric metric) {
    Map<?, ?> intervals = (Map<?, ?>) fields.get("intervals");
    assertThat(intervals.containsKey(metric.field())).isTrue();
    assertThat(intervals.get(metric.field())).isNull();
    return ((Map<?, ?>) intervals.get("undefined")).get(metric.field());
  }

  @Test
  void oneRowHasNoInterval() {
    for (MeasuredRows rows :
        List.of(classes(1), labels(row(1, 0), row(0.7, 0.2)), numbers(row(1, 2), row(1.5, 2)))) {
      fields(rows);
      assertThat(rows.intervals().metrics().values())
          .isNotEmpty()
          .allMatch(interval -> interval.interval().isEmpty());
    }
    assertThat(reasonOfInterval(fields(classes(1)), BootstrapMetric.LOG_LOSS))
        .isEqualTo("there is one row");
    assertThat(reason(fields(numbers(row(1, 2), row(1.5, 2))), "per_output[1].r2"))
        .isEqualTo("there is one row");
  }

  @Test
  void aRowThatStandsForManySaysSo() {
    MeasuredRows rows = classes(0, 1, 2, 0, 1, 2);
    RowSample one = new RowSample(1, 0);
    one.add(rows.part(0, 1).predictions(), rows.part(0, 1).targets());
    Map<String, Object> fields = rows.metrics(one).fields();
    NullReasons.require(fields);
    assertThat(reasonOfInterval(fields, BootstrapMetric.ACCURACY))
        .isEqualTo("fewer than two rows were resampled");
  }

  @Test
  void classesThatDoNotOccurHaveReasonsOfTheirOwn() {
    Map<String, Object> fields = fields(classes(0, 1, 0, 1, 1, 1));
    assertThat(reason(fields, "per_class[2].roc_auc")).isEqualTo("there are no positives");
    assertThat(reason(fields, "per_class[2].average_precision"))
        .isEqualTo("there are no positives");
    assertThat(reason(fields, "per_class[2].recall")).isEqualTo("no row is labelled as such");
    assertThat((String) reasonOfInterval(fields, BootstrapMetric.ROC_AUC))
        .contains("there are no positives");
    Map<String, Object> one = fields(classes(1, 1, 1, 1));
    assertThat(reason(one, "per_class[1].roc_auc")).isEqualTo("there are no negatives");
    assertThat(reason(one, "matthews_correlation"))
        .isEqualTo("only one class occurs among the labels");
  }

  @Test
  void labelsThatNoRowHasAreNotRowsWithoutWeight() {
    MeasuredRows rows = labels(new double[6], row(0.2, 0.7), row(0.1, 0.6), row(0.3, 0.2));
    Map<String, Object> fields = fields(rows);
    for (String field : List.of("roc_auc_weighted_mean", "average_precision_weighted_mean")) {
      assertThat(reason(fields, field)).isEqualTo("there are no positives");
    }
    assertThat(reason(fields, "per_label[0].precision")).isEqualTo("no row is predicted as such");
    MeasuredRows none = labels(new double[4], row(0.2, 0.1), row(0.1, 0.3));
    fields(none);
    assertThat(none.metrics().summary())
        .isEqualTo("accuracy of all labels 1.0000, Hamming loss 0.0000, micro-averaged F1 –");
  }

  @Test
  void anIntervalIsNullWhereResamplesDoNotDiffer() {
    MeasuredRows rows = classes(0, 0, 0, 0, 0);
    assertThat(reasonOfInterval(fields(rows), BootstrapMetric.ACCURACY))
        .isEqualTo("the metric is the same over nearly all resamples");
    MeasuredRows constant =
        numbers(row(1, 2, 3, 4, 5, 6), row(1.1, 2.5), row(3.1, 4.5), row(5.1, 6.5));
    assertThat(reasonOfInterval(fields(constant), BootstrapMetric.MEAN_ABSOLUTE_ERROR))
        .as("errors differ by rounding alone")
        .isEqualTo("the metric is the same over nearly all resamples");
  }

  @Test
  void anIntervalIsNullWhereMostResamplesHaveNoMetric() {
    assertThat(reasonOfInterval(fields(classes(0, 1, 2)), BootstrapMetric.ROC_AUC))
        .isEqualTo("the metric is undefined for more than half of the resamples");
    Map<String, Object> fields = fields(numbers(row(7, 2, 7, 4), row(1, 2), row(3, 5)));
    assertThat(reason(fields, "r2")).isEqualTo("output u: all targets are equal");
    assertThat(reasonOfInterval(fields, BootstrapMetric.R2))
        .isEqualTo("output u: all targets are equal");
  }

  @Test
  void rowsWithoutWeightLeaveReasonsInTheWeightedView() {
    MeasuredRows rows = classes(0, 1, 2, 0);
    MetricSums sums = new MetricSums(CLASSES, rows.loss());
    sums.add(rows.predictions(), rows.targets(), row(1, 2, 0, 0.5));
    ClassMetrics once = (ClassMetrics) rows.metrics();
    Rankings rankings = once.details().orElseThrow().rankings().orElseThrow();
    ClassMetrics metrics =
        ((ClassMetrics) sums.metrics(rows.metrics().score()))
            .with(new Rankings(rankings.once(), rankings.once()));
    NullReasons.require(metrics.fields());
    Map<?, ?> weighted = (Map<?, ?>) metrics.fields().get("weighted");
    assertThat(((Map<?, ?>) weighted.get("undefined")).get("per_class[2].recall"))
        .isEqualTo("no row with a weight above 0 is labelled as such");
  }

  @Test
  void weightsThatAreAllZeroLeaveNoMedian() {
    MeasuredRows rows = numbers(row(1, 2, 3, 4), row(1, 2), row(3, 5));
    MetricSums sums = new MetricSums(NUMBERS, SQUARES);
    sums.add(rows.predictions(), rows.targets(), row(0, 0));
    MetricValue none = MetricValue.undefined("there are no rows with a weight above 0");
    List<MetricValue> once = List.of(MetricValue.of(0), MetricValue.of(0.5));
    NumberMetrics metrics =
        ((NumberMetrics) sums.metrics(rows.metrics().score()))
            .with(new Medians(once, List.of(none, none)));
    NullReasons.require(metrics.fields());
    Map<?, ?> weighted = (Map<?, ?>) metrics.fields().get("weighted");
    assertThat(((Map<?, ?>) weighted.get("undefined")).get("per_output[1].median_absolute_error"))
        .isEqualTo(none.reason());
  }

  /** Training rows have a table alone. */
  @Test
  void aTableAloneHasReasonsToo() {
    ClassificationScore score = new ClassificationScore(3);
    score.confusion()[0] = new long[] {3, 0, 0};
    score.confusion()[1] = new long[] {1, 0, 0};
    score.addWeight(4);
    Map<String, Object> fields = new ClassMetrics(CLASSES.names(), score).fields();
    NullReasons.require(fields);
    assertThat(reason(fields, "per_class[2].recall")).isEqualTo("no row is labelled as such");
    assertThat(reason(fields, "per_class[1].precision")).isEqualTo("no row is predicted as such");
  }

  /** A target of 10²⁰⁰ has a square that is no double. */
  @Test
  void numbersThatAreTooLargeAreNull() {
    Map<String, Object> fields = fields(numbers(row(1e200, 2, 1, 4), row(1, 2), row(3, 5)));
    assertThat(reason(fields, "root_mean_squared_error"))
        .isEqualTo("output u: the result is not a finite number");
    assertThat(reasonOfInterval(fields, BootstrapMetric.ROOT_MEAN_SQUARED_ERROR))
        .isEqualTo("output u: the result is not a finite number");
    assertThat(fields.get("mean_absolute_error")).isEqualTo((0.25e200 + 0.5) / 1);
  }

  @Test
  void costsThatAreTooLargeAreNull() {
    MeasuredRows rows = numbers(row(1, 2, 3, 4), row(1, 2), row(3, 5));
    double[] huge = {1e200, 1e200, 1e200, 1e200};
    RegressionScore score = (RegressionScore) SQUARES.create().newScore(2);
    SQUARES
        .create()
        .addScore(matrix(row(0, 0), row(0, 0)), new NumericTargets(huge, 2), row(), score);
    score.addWeight(2);
    MetricSums sums = new MetricSums(NUMBERS, SQUARES);
    sums.add(rows.predictions(), rows.targets(), row());
    Metrics metrics = sums.metrics(score);
    assertThat(metrics.meanCost()).isInfinite();
    Map<String, Object> fields = metrics.fields();
    NullReasons.require(fields);
    assertThat(fields.keySet().stream().limit(3).toList())
        .isEqualTo(Arrays.asList("samples", "cost", "mean_cost"));
    assertThat(reason(fields, "cost")).isEqualTo("the result is not a finite number");
  }
}
