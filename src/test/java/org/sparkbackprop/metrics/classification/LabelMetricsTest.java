package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class LabelMetricsTest {

  private static final double[] NO_WEIGHTS = {};

  static Stream<KeptCase> cases() throws IOException {
    return KeptCase.of("multilabel");
  }

  private static LabelSums sums(KeptCase kept, int from, int until) {
    double[] thresholds = kept.numbers("thresholds");
    LabelSums sums = new LabelSums(thresholds);
    double[] weights = kept.numbers("weights");
    int labels = thresholds.length;
    sums.add(
        kept.matrix("probabilities", from, until),
        Arrays.copyOfRange(kept.numbers("targets"), from * labels, until * labels),
        weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, until));
    return sums;
  }

  private static LabelMetrics metrics(LabelSums sums, Weighting view) {
    List<String> names = IntStream.range(0, sums.labels()).mapToObj(j -> "l" + j).toList();
    return new LabelMetrics(names, sums, view);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metricsAreThoseOfScikitLearn(KeptCase kept) {
    LabelSums sums = sums(kept, 0, kept.rows("targets"));
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
      LabelSums merged = sums(kept, 0, split).merge(sums(kept, split, rows));
      LabelSums again = sums(kept, 0, split).merge(sums(kept, split, rows));
      for (Weighting view : Weighting.values()) {
        if (kept.expected(view) != null) {
          Map<String, Object> fields = metrics(merged, view).fields();
          assertThat(fields).isEqualTo(metrics(again, view).fields());
          KeptCase.assertFields(fields, kept.expected(view));
        }
      }
    }
  }

  @Test
  void theUsualThresholdIsAHalfAndIncluded() {
    LabelSums sums = new LabelSums(2);
    sums.add(
        DoubleMatrix.columnMajor(new double[] {0.5, Math.nextDown(0.5)}, 0, 1, 2),
        new double[] {1, 1},
        NO_WEIGHTS);
    LabelMetrics metrics = metrics(sums, Weighting.UNWEIGHTED);
    assertThat(metrics.counts(0)).isEqualTo(new BinaryCounts(1, 0, 0, 0));
    assertThat(metrics.counts(1)).isEqualTo(new BinaryCounts(0, 0, 1, 0));
  }

  @Test
  void badInputIsRefused() {
    LabelSums sums = new LabelSums(2);
    DoubleMatrix one = DoubleMatrix.zeros(1, 2);
    assertThatThrownBy(() -> sums.add(one, new double[] {1}, NO_WEIGHTS))
        .hasMessageContaining("1 × 2");
    assertThatThrownBy(() -> sums.add(one, new double[] {1, 0.5}, NO_WEIGHTS))
        .hasMessageContaining("0.5, not 0 or 1");
    assertThatThrownBy(() -> sums.merge(new LabelSums(new double[] {0.5, 0.4})))
        .hasMessageContaining("0.4");
    assertThatThrownBy(() -> new LabelMetrics(List.of("one"), sums, Weighting.WEIGHTED))
        .hasMessageContaining("2 labels");
  }
}
