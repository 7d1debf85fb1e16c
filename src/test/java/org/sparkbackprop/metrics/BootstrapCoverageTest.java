package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ConfidenceInterval;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/** Intervals of rows that are drawn from a distribution whose metrics are known. */
class BootstrapCoverageTest {

  private static final int DATA_SETS = 300;
  private static final int ROWS = 200;

  private static double share(
      LongFunction<MeasuredRows> rows, BootstrapMetric metric, double truth) {
    return LongStream.range(0, DATA_SETS)
            .mapToObj(rows)
            .map(drawn -> drawn.intervals().of(metric).orElseThrow())
            .filter(ends -> ends.lower() <= truth && truth <= ends.upper())
            .count()
        / (double) DATA_SETS;
  }

  /** What the accuracy of few rows is an estimate of: how probable the chosen class is. */
  private static double expectedAccuracy() {
    DoubleMatrix probabilities = MeasuredRows.drawn(200_000, -1L).predictions();
    return IntStream.range(0, probabilities.rows())
        .mapToDouble(i -> Math.max(probabilities.element(i, 0), probabilities.element(i, 1)))
        .average()
        .orElseThrow();
  }

  /** The standard error of a share of 0.95 among 300 is 0.013. */
  @Test
  void accuracyIsCoveredAtTheLevel() {
    double covered =
        share(seed -> MeasuredRows.drawn(ROWS, seed), BootstrapMetric.ACCURACY, expectedAccuracy());
    assertThat(covered).isCloseTo(Intervals.LEVEL, within(0.03));
  }

  @Test
  void rootMeanSquaredErrorIsCoveredAtTheLevel() {
    double covered =
        share(
            seed -> MeasuredRows.drawn(ROWS, 2, seed), BootstrapMetric.ROOT_MEAN_SQUARED_ERROR, 2);
    assertThat(covered).isCloseTo(Intervals.LEVEL, within(0.03));
  }

  /** As absolute differences add up, resamples look worse calibrated than the rows are. */
  @Test
  void theCalibrationErrorLiesWithinItsInterval() {
    long outside =
        LongStream.range(0, 60)
            .mapToObj(seed -> MeasuredRows.drawn(ROWS, seed))
            .filter(rows -> !contains(rows, BootstrapMetric.EXPECTED_CALIBRATION_ERROR))
            .count();
    assertThat(outside).isZero();
  }

  private static boolean contains(MeasuredRows rows, BootstrapMetric metric) {
    RowSample all = new RowSample(1, 0);
    all.add(rows.predictions(), rows.targets());
    ClassDetails details = ((ClassMetrics) rows.metrics(all)).details().orElseThrow();
    double value = details.figures().get(metric).number();
    ConfidenceInterval ends = details.intervals().orElseThrow().of(metric).orElseThrow();
    return ends.lower() <= value && value <= ends.upper();
  }

  /** Of metrics between −1 and 1, four standard errors are 4 / √20,000 = 0.03 at most. */
  @Test
  void intervalsOfManyRowsHoldTheirMetrics() {
    MeasuredRows classes = MeasuredRows.drawn(20_000, 7L);
    Map<BootstrapMetric, MetricValue> figures =
        ((ClassMetrics) classes.metrics()).details().orElseThrow().figures();
    assertThat(figures).hasSize(12);
    requireWithin(figures, classes.intervals(), 0.03);
    MeasuredRows numbers = MeasuredRows.drawn(20_000, 2, 7L);
    NumberMetrics metrics = (NumberMetrics) numbers.metrics();
    requireWithin(metrics.figures(LossFunction.of(Losses.SQUARED_ERROR)), numbers.intervals(), 0.1);
  }

  private static void requireWithin(
      Map<BootstrapMetric, MetricValue> figures, Intervals intervals, double width) {
    figures.forEach(
        (metric, value) -> {
          ConfidenceInterval ends = intervals.of(metric).orElseThrow();
          assertThat(value.number()).as(metric.field()).isBetween(ends.lower(), ends.upper());
          assertThat(ends.upper() - ends.lower()).as(metric.field()).isBetween(0.0, width);
        });
  }

  /** A third of the rows, scaled, tells what all of them tell. */
  @Test
  void aSampleGivesAboutTheIntervalOfAllRows() {
    MeasuredRows rows = MeasuredRows.drawn(15_000, 9L);
    Intervals all = rows.intervals();
    RowSample third = new RowSample(3, 0);
    third.add(rows.predictions(), rows.targets());
    assertThat(third.rows()).isEqualTo(5000);
    Intervals ofThird = rows.metrics(third).intervals().orElseThrow();
    for (ToDoubleFunction<ConfidenceInterval> end :
        List.<ToDoubleFunction<ConfidenceInterval>>of(
            ConfidenceInterval::lower, ConfidenceInterval::upper)) {
      for (BootstrapMetric metric : all.metrics().keySet()) {
        ConfidenceInterval expected = all.of(metric).orElseThrow();
        double width = expected.upper() - expected.lower();
        assertThat(end.applyAsDouble(ofThird.of(metric).orElseThrow()))
            .as(metric.field())
            .isCloseTo(end.applyAsDouble(expected), within(0.25 * width));
      }
    }
  }
}
