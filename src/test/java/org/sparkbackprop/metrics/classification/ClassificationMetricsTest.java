package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.KeptCase;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

class ClassificationMetricsTest {

  private static final double[] NO_WEIGHTS = {};

  static Stream<KeptCase> cases() throws IOException {
    return KeptCase.of("classification");
  }

  private static ClassificationSetup setup(KeptCase kept) {
    int positive = kept.number("positive").intValue();
    DecisionRule rule =
        kept.number("threshold") == null
            ? DecisionRule.mostProbable(positive)
            : DecisionRule.atLeast(kept.number("threshold").doubleValue(), positive);
    return ClassificationSetup.of(kept.number("classes").intValue(), rule);
  }

  private static int[] labels(double[] numbers) {
    return Arrays.stream(numbers).mapToInt(label -> (int) label).toArray();
  }

  private static ClassificationSums sums(KeptCase kept, int from, int until) {
    ClassificationSums sums = new ClassificationSums(setup(kept));
    int[] labels = labels(kept.numbers("labels"));
    double[] weights = kept.numbers("weights");
    sums.add(
        kept.matrix("probabilities", from, until),
        Arrays.copyOfRange(labels, from, until),
        weights.length == 0 ? weights : Arrays.copyOfRange(weights, from, until));
    return sums;
  }

  private static ClassificationMetrics metrics(ClassificationSums sums, Weighting view) {
    List<String> names = IntStream.range(0, sums.setup().classes()).mapToObj(k -> "c" + k).toList();
    return ClassificationMetrics.of(names, sums, view);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metricsAreThoseOfScikitLearn(KeptCase kept) {
    ClassificationSums sums = sums(kept, 0, kept.rows("labels"));
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
    int rows = kept.rows("labels");
    for (int split : new int[] {0, 1, rows / 3, rows - 1, rows}) {
      ClassificationSums merged = sums(kept, 0, split).merge(sums(kept, split, rows));
      ClassificationSums again = sums(kept, 0, split).merge(sums(kept, split, rows));
      for (Weighting view : Weighting.values()) {
        if (kept.expected(view) != null) {
          Map<String, Object> fields = metrics(merged, view).fields();
          assertThat(fields).isEqualTo(metrics(again, view).fields());
          KeptCase.assertFields(fields, kept.expected(view));
        }
      }
    }
  }

  private static DoubleMatrix rows(double[]... rows) {
    double[] numbers = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return DoubleMatrix.columnMajor(numbers, 0, rows[0].length, rows.length).transpose();
  }

  private static final DoubleMatrix THREE =
      rows(new double[] {0.9, 0.1}, new double[] {0.2, 0.8}, new double[] {0.6, 0.4});

  private static Map<String, Object> fieldsWithoutAmount(ClassificationSums sums, Weighting view) {
    Map<String, Object> fields = metrics(sums, view).fields();
    fields.keySet().removeAll(List.of("rows", "weight"));
    return fields;
  }

  @Test
  void withoutWeightsBothViewsHaveTheSameMetrics() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(2));
    sums.add(THREE, new int[] {0, 1, 1}, NO_WEIGHTS);
    assertThat(metrics(sums, Weighting.WEIGHTED).logLoss())
        .isEqualTo(metrics(sums, Weighting.UNWEIGHTED).logLoss());
    assertThat(fieldsWithoutAmount(sums, Weighting.WEIGHTED).get("macro_average"))
        .isEqualTo(fieldsWithoutAmount(sums, Weighting.UNWEIGHTED).get("macro_average"));
  }

  @Test
  void rowsBeforeTheFirstWeightCountOnce() {
    ClassificationSums mixed = new ClassificationSums(ClassificationSetup.of(2));
    mixed.add(THREE, new int[] {0, 1, 1}, NO_WEIGHTS);
    mixed.add(THREE, new int[] {1, 1, 0}, new double[] {2, 3, 0.5});
    ClassificationSums explicit = new ClassificationSums(ClassificationSetup.of(2));
    explicit.add(THREE, new int[] {0, 1, 1}, new double[] {1, 1, 1});
    explicit.add(THREE, new int[] {1, 1, 0}, new double[] {2, 3, 0.5});
    for (Weighting view : Weighting.values()) {
      assertThat(metrics(mixed, view).fields()).isEqualTo(metrics(explicit, view).fields());
    }
    assertThat(metrics(mixed, Weighting.WEIGHTED).confusion().total()).isEqualTo(8.5);
  }

  @Test
  void weightedAndUnweightedPartsMerge() {
    ClassificationSums unweighted = new ClassificationSums(ClassificationSetup.of(2));
    unweighted.add(THREE, new int[] {0, 1, 1}, NO_WEIGHTS);
    ClassificationSums weighted = new ClassificationSums(ClassificationSetup.of(2));
    weighted.add(THREE, new int[] {1, 1, 0}, new double[] {2, 3, 0.5});
    double inOneOrder =
        new ClassificationSums(ClassificationSetup.of(2))
            .merge(unweighted)
            .merge(weighted)
            .confusion(Weighting.WEIGHTED)
            .total();
    double inTheOther =
        new ClassificationSums(ClassificationSetup.of(2))
            .merge(weighted)
            .merge(unweighted)
            .confusion(Weighting.WEIGHTED)
            .total();
    assertThat(inOneOrder).isEqualTo(8.5).isEqualTo(inTheOther);
  }

  /** Sums are not worse for many rows: a block added a thousand times has the means of one. */
  @Test
  void aMillionRowsHaveTheMetricsOfAThousand() {
    Random random = new Random(4);
    int rows = 1000;
    int classes = 10;
    double[] probabilities = new double[rows * classes];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(classes);
      weights[i] = (1 + random.nextInt(3)) / 10.0;
      for (int k = 0; k < classes; k++) {
        probabilities[k * rows + i] = 2 * random.nextDouble() / classes;
      }
    }
    DoubleMatrix matrix = DoubleMatrix.columnMajor(probabilities, 0, rows, classes);
    ClassificationSums one = new ClassificationSums(ClassificationSetup.of(classes));
    one.add(matrix, labels, weights);
    ClassificationSums many = new ClassificationSums(ClassificationSetup.of(classes));
    for (int block = 0; block < 1000; block++) {
      many.add(matrix, labels, weights);
    }
    for (Weighting view : Weighting.values()) {
      for (String metric : List.of("log_loss", "macro_average", "expected_calibration_error")) {
        KeptCase.assertFields(
            new LinkedHashMap<>(Map.of(metric, metrics(many, view).fields().get(metric))),
            Map.of(metric, metrics(one, view).fields().get(metric)));
      }
    }
    assertThat(metrics(many, Weighting.UNWEIGHTED).fields()).containsEntry("rows", 1_000_000L);
  }

  @Test
  void noRowsHaveNoMetricsButReasons() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(3));
    Map<String, Object> fields = metrics(sums, Weighting.UNWEIGHTED).fields();
    assertThat(fields).containsEntry("rows", 0L).containsEntry("accuracy", null);
    assertThat(fields.get("undefined").toString())
        .contains("log_loss=there are no rows", "macro_average.f1=", "per_class[0].recall=");
  }

  @Test
  void rowsWithoutAnyWeightHaveNoWeightedMetrics() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(2));
    sums.add(THREE, new int[] {0, 1, 1}, new double[3]);
    MetricValue accuracy = metrics(sums, Weighting.WEIGHTED).accuracy();
    assertThat(accuracy.reason()).isEqualTo("there are no rows with a weight above 0");
    assertThat(metrics(sums, Weighting.UNWEIGHTED).accuracy().number()).isEqualTo(2 / 3.0);
  }

  @Test
  void bothFormsOfAMatrixAndPartsOfArraysAreRead() {
    double[] byColumns = {-1, 0.9, 0.2, 0.6, 0.1, 0.8, 0.4};
    ClassificationSums stored = new ClassificationSums(ClassificationSetup.of(2));
    stored.add(DoubleMatrix.columnMajor(byColumns, 1, 3, 2), new int[] {0, 1, 1}, NO_WEIGHTS);
    ClassificationSums turned = new ClassificationSums(ClassificationSetup.of(2));
    turned.add(THREE, new int[] {0, 1, 1}, NO_WEIGHTS);
    assertThat(metrics(stored, Weighting.UNWEIGHTED).fields())
        .isEqualTo(metrics(turned, Weighting.UNWEIGHTED).fields());
  }

  @Test
  void badInputIsRefused() {
    ClassificationSums sums = new ClassificationSums(ClassificationSetup.of(2));
    assertThatThrownBy(() -> sums.add(THREE, new int[] {0, 1, 2}, NO_WEIGHTS))
        .hasMessageContaining("label 2");
    assertThatThrownBy(() -> sums.add(THREE, new int[2], NO_WEIGHTS)).hasMessageContaining("3 × 2");
    assertThatThrownBy(() -> sums.add(THREE, new int[3], new double[2]))
        .hasMessageContaining("2 weights");
    assertThatThrownBy(() -> sums.add(rows(new double[] {0.5, Double.NaN}), new int[1], NO_WEIGHTS))
        .hasMessageContaining("not a finite number");
    assertThatThrownBy(() -> ClassificationSetup.of(3, DecisionRule.atLeast(0.5, 1)))
        .hasMessageContaining("threshold");
    assertThatThrownBy(() -> sums.merge(new ClassificationSums(ClassificationSetup.of(3))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClassificationMetrics.of(List.of("one"), sums, Weighting.UNWEIGHTED))
        .hasMessageContaining("1 names");
  }
}
