package org.sparkbackprop.metrics.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.KeptCase;
import org.sparkbackprop.metrics.sums.Weighting;

class RegressionMetricsTest {

  private static final double[] NO_WEIGHTS = {};

  static Stream<KeptCase> cases() throws IOException {
    return KeptCase.of("regression");
  }

  private static RegressionSums sums(KeptCase kept, int from, int until) {
    double[] quantiles = kept.numbers("quantiles");
    double[] weights = kept.numbers("weights");
    int outputs = kept.numbers("targets").length / kept.rows("targets");
    RegressionSums sums =
        quantiles.length == 0 ? new RegressionSums(outputs) : new RegressionSums(quantiles);
    sums.add(
        kept.matrix("predicted", from, until),
        Arrays.copyOfRange(kept.numbers("targets"), from * outputs, until * outputs),
        weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, until));
    return sums;
  }

  private static RegressionMetrics metrics(RegressionSums sums, Weighting view) {
    List<String> names = IntStream.range(0, sums.outputs()).mapToObj(j -> "o" + j).toList();
    return new RegressionMetrics(names, sums, view);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metricsAreThoseOfScikitLearn(KeptCase kept) {
    RegressionSums sums = sums(kept, 0, kept.rows("targets"));
    for (Weighting view : Weighting.values()) {
      Map<?, ?> expected = kept.expected(view);
      if (expected != null) {
        KeptCase.assertFields(metrics(sums, view).fields(), expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partsMergeToTheWhole(KeptCase kept) {
    int rows = kept.rows("targets");
    for (int split : new int[] {0, 1, rows / 3, rows - 1, rows}) {
      RegressionSums merged = sums(kept, 0, split).merge(sums(kept, split, rows));
      RegressionSums again = sums(kept, 0, split).merge(sums(kept, split, rows));
      for (Weighting view : Weighting.values()) {
        if (kept.expected(view) != null) {
          Map<String, Object> fields = metrics(merged, view).fields();
          assertThat(fields).isEqualTo(metrics(again, view).fields());
          KeptCase.assertFields(fields, kept.expected(view));
        }
      }
    }
  }

  /** The variance of targets is 1/4, and a row without weight is far from them. */
  @Test
  void theVarianceIsExactWhereverTheFirstTargetIs() {
    int rows = 1000;
    double[] targets = new double[rows];
    double[] predicted = new double[rows];
    double[] weights = new double[rows];
    for (int i = 1; i <= 800; i++) {
      targets[i] = 1e9 + i % 2;
      predicted[i] = 1e9 + 0.5 + (i % 4 < 2 ? 0.25 : -0.25);
      weights[i] = 1;
    }
    targets[0] = 1.0 / 3;
    double r2 = 1 - (0.75 * 0.75 + 0.25 * 0.25) / 2 / 0.25;
    for (int split : new int[] {0, 1, 401, 900}) {
      RegressionSums sums = new RegressionSums(1);
      sums.add(
          DoubleMatrix.columnMajor(predicted, 0, split, 1),
          Arrays.copyOf(targets, split),
          Arrays.copyOf(weights, split));
      RegressionSums rest = new RegressionSums(1);
      rest.add(
          DoubleMatrix.columnMajor(predicted, split, rows - split, 1),
          Arrays.copyOfRange(targets, split, rows),
          Arrays.copyOfRange(weights, split, rows));
      assertThat(metrics(sums.merge(rest), Weighting.WEIGHTED).output(0).r2().number())
          .isCloseTo(r2, within(1e-12));
    }
  }

  @Test
  void noRowsHaveNoMetricsButReasons() {
    Map<String, Object> fields = metrics(new RegressionSums(2), Weighting.UNWEIGHTED).fields();
    assertThat(fields).containsEntry("rows", 0L).containsEntry("r2", null);
    assertThat(fields.get("undefined").toString())
        .contains("per_output[1].largest_error=there are no rows");
  }

  @Test
  void reasonsSayWhatIsWrong() {
    RegressionSums sums = new RegressionSums(1);
    sums.add(DoubleMatrix.zeros(1, 1), new double[] {-2}, NO_WEIGHTS);
    OutputMetrics one = metrics(sums, Weighting.UNWEIGHTED).average();
    assertThat(one.r2().reason()).isEqualTo("there is one row");
    assertThat(one.meanPoissonDeviance().reason()).isEqualTo("a target is below 0");
    sums.add(DoubleMatrix.zeros(1, 1), new double[] {-2}, NO_WEIGHTS);
    OutputMetrics two = metrics(sums, Weighting.UNWEIGHTED).average();
    assertThat(two.r2().reason()).isEqualTo("all targets are equal");
    assertThat(two.meanSquaredError().number()).isEqualTo(4);
    sums.add(DoubleMatrix.zeros(1, 1), new double[] {5}, new double[] {0});
    assertThat(metrics(sums, Weighting.WEIGHTED).average().r2()).isEqualTo(two.r2());
    assertThat(metrics(sums, Weighting.UNWEIGHTED).average().r2().isDefined()).isTrue();
  }

  @Test
  void badInputIsRefused() {
    RegressionSums sums = new RegressionSums(1);
    DoubleMatrix one = DoubleMatrix.zeros(1, 1);
    assertThatThrownBy(() -> sums.add(one, new double[2], NO_WEIGHTS))
        .hasMessageContaining("1 × 1");
    assertThatThrownBy(() -> sums.add(one, new double[] {Double.NaN}, NO_WEIGHTS))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new RegressionSums(new double[] {1.5})).hasMessageContaining("1.5");
    assertThatThrownBy(() -> sums.merge(new RegressionSums(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sums.merge(new RegressionSums(new double[] {0.5})))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
