package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.metrics.sums.MetricInterval;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;

/** Compares with intervals that {@code src/test/python/bootstrap_cases.py} made. */
class BootstrapTest {

  private static final double TOLERANCE = 1e-12;

  static Stream<KeptCase> classes() throws IOException {
    return KeptCase.of("intervals.json", "classification");
  }

  static Stream<KeptCase> labels() throws IOException {
    return KeptCase.of("intervals.json", "multilabel");
  }

  static Stream<KeptCase> numbers() throws IOException {
    return KeptCase.of("intervals.json", "regression");
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(k -> "n" + k).toList();
  }

  private static DoubleMatrix matrix(KeptCase kept, String name) {
    return (DoubleMatrix) kept.matrix(name, 0, kept.rows(name)).byColumns();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void intervalsOfClassesAreThoseOfScikitLearn(KeptCase kept) {
    DoubleMatrix probabilities = matrix(kept, "probabilities");
    Target target = Target.ofClasses(names(probabilities.columns()));
    if (probabilities.columns() == 2) {
      target = target.with(decision(kept));
    }
    int[] labels = DoubleStream.of(kept.numbers("labels")).mapToInt(label -> (int) label).toArray();
    compare(kept, MeasuredRows.ofClasses(target, probabilities, new ClassLabels(labels)));
  }

  private static Decision decision(KeptCase kept) {
    int positive = kept.number("positive").intValue();
    Number threshold = kept.number("threshold");
    return threshold == null
        ? Decision.mostProbable(positive)
        : new Decision(positive, threshold.doubleValue(), "the test's");
  }

  @ParameterizedTest
  @MethodSource("labels")
  void intervalsOfLabelsAreThoseOfScikitLearn(KeptCase kept) {
    DoubleMatrix probabilities = matrix(kept, "probabilities");
    int labels = probabilities.columns();
    NumericTargets targets = new NumericTargets(kept.numbers("targets"), labels);
    compare(kept, MeasuredRows.ofLabels(Target.ofLabels(names(labels)), probabilities, targets));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void intervalsOfNumbersAreThoseOfScikitLearn(KeptCase kept) {
    double[] targets = kept.numbers("targets");
    int columns = targets.length / kept.rows("targets");
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    List<Double> quantiles = DoubleStream.of(kept.numbers("quantiles")).boxed().toList();
    Losses name = Losses.named((String) kept.fields().get("loss")).orElseThrow();
    LossFunction loss = new LossFunction(name, LossFunction.USUAL_DELTA, quantiles);
    Target target = Target.ofNumbers(names(columns), new double[columns], ones);
    Intervals intervals =
        compare(
            kept,
            new MeasuredRows(
                target, loss, matrix(kept, "predicted"), new NumericTargets(targets, columns)));
    List<?> expected = (List<?>) kept.fields().get("per_output");
    assertThat(intervals.outputs()).hasSameSizeAs(expected);
    for (int k = 0; k < expected.size(); k++) {
      Intervals.OfOutput output = intervals.outputs().get(k);
      assertThat(output.output()).isEqualTo(target.predictionNames(loss).get(k));
      compare(output.metrics(), (Map<?, ?>) expected.get(k));
    }
  }

  private static Intervals compare(KeptCase kept, MeasuredRows rows) {
    Intervals intervals = rows.metrics(sample(kept, rows)).intervals().orElseThrow();
    compare(intervals.metrics(), (Map<?, ?>) kept.fields().get("expected"));
    return intervals;
  }

  /** As if the rows were in partitions of equal sizes. */
  private static RowSample sample(KeptCase kept, MeasuredRows rows) {
    int step = kept.fields().containsKey("step") ? kept.number("step").intValue() : 1;
    int partitions = step == 1 ? 1 : kept.number("partitions").intValue();
    int size = rows.size() / partitions;
    RowSample all = new RowSample(step, 0);
    for (int p = 0; p < partitions; p++) {
      RowSample sample = p == 0 ? all : new RowSample(step, p);
      int until = p == partitions - 1 ? rows.size() : (p + 1) * size;
      int middle = p * size + size / 3;
      for (MeasuredRows batch : List.of(rows.part(p * size, middle), rows.part(middle, until))) {
        sample.add(batch.predictions(), batch.targets());
      }
      if (p > 0) {
        all.merge(sample);
      }
    }
    return all;
  }

  private static void compare(Map<BootstrapMetric, MetricInterval> actual, Map<?, ?> expected) {
    assertThat(actual.keySet().stream().map(BootstrapMetric::field).toList())
        .containsExactlyInAnyOrderElementsOf(
            expected.keySet().stream().map(String.class::cast).toList());
    actual.forEach(
        (metric, interval) -> compare(metric, interval, (List<?>) expected.get(metric.field())));
  }

  private static void compare(BootstrapMetric metric, MetricInterval actual, List<?> ends) {
    assertThat(actual.interval().isPresent())
        .as("%s %s %s", metric, actual, ends)
        .isEqualTo(ends != null);
    assertThat(actual.reason().isEmpty()).isEqualTo(ends != null);
    if (ends != null) {
      close(metric, actual.interval().get().lower(), (Number) ends.get(0));
      close(metric, actual.interval().get().upper(), (Number) ends.get(1));
    }
  }

  private static void close(BootstrapMetric metric, double actual, Number expected) {
    double tolerance = TOLERANCE * Math.max(1, Math.abs(expected.doubleValue()));
    assertThat(actual).as(metric.field()).isCloseTo(expected.doubleValue(), within(tolerance));
  }
}
