package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.classification.ClassificationSetup;
import org.sparkbackprop.metrics.classification.ClassifiedRows;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.LabelRows;
import org.sparkbackprop.metrics.classification.LabelSums;
import org.sparkbackprop.metrics.classification.ProbabilitySums;
import org.sparkbackprop.metrics.regression.OutputMetrics;
import org.sparkbackprop.metrics.regression.RegressionMetrics;
import org.sparkbackprop.metrics.regression.RegressionRows;
import org.sparkbackprop.metrics.regression.RegressionSums;

class RowSumsTest {

  private static final int ROWS = 1000;
  private static final double[] THRESHOLDS = {0.5, 0.25};
  private static final double[] NO_WEIGHTS = {};
  private static final double[] NO_QUANTILES = {};

  private final double[] predicted = new double[ROWS];
  private final double[] targets = new double[ROWS];

  RowSumsTest() {
    Random random = new Random(8);
    for (int i = 0; i < ROWS; i++) {
      targets[i] = 1e6 + random.nextGaussian();
      predicted[i] = targets[i] + 0.5 * random.nextGaussian();
    }
  }

  private RegressionRows numbers(int from, int until) {
    return new RegressionRows(
        DoubleMatrix.columnMajor(predicted, from, until - from, 1),
        Arrays.copyOfRange(targets, from, until),
        NO_QUANTILES);
  }

  private BootstrapSums<RegressionRows, RegressionSums> resampled(int... borders) {
    BootstrapSums<RegressionRows, RegressionSums> sums = noNumbers();
    for (int part = 0; part + 1 < borders.length; part++) {
      BootstrapSums<RegressionRows, RegressionSums> ofPart = noNumbers();
      ofPart.add(numbers(borders[part], borders[part + 1]), NO_WEIGHTS, borders[part]);
      sums.merge(ofPart);
    }
    return sums;
  }

  private static BootstrapSums<RegressionRows, RegressionSums> noNumbers() {
    return new BootstrapSums<>(1, BootstrapSums.RESAMPLES, () -> new RegressionSums(1));
  }

  private static OutputMetrics metrics(RegressionSums sums) {
    return new RegressionMetrics(List.of("y"), sums, Weighting.UNWEIGHTED).output(0);
  }

  /** The error's mean square is 1/4, with the standard error √2 / 4 / √rows. */
  @Test
  void numbersHaveIntervalsThatDoNotDependOnTheParts() {
    ConfidenceInterval whole =
        resampled(0, ROWS).interval(sums -> metrics(sums).meanSquaredError(), 0.68).orElseThrow();
    ConfidenceInterval parts =
        resampled(0, 10, 10, 400, ROWS)
            .interval(sums -> metrics(sums).meanSquaredError(), 0.68)
            .orElseThrow();
    double error = Math.sqrt(2) / 4 / Math.sqrt(ROWS);
    assertThat((whole.upper() - whole.lower()) / 2).isCloseTo(error, within(0.25 * error));
    assertThat(parts.lower()).isCloseTo(whole.lower(), within(1e-12));
    assertThat(parts.upper()).isCloseTo(whole.upper(), within(1e-12));
    ConfidenceInterval r2 =
        resampled(0, ROWS).interval(sums -> metrics(sums).r2(), 0.95).orElseThrow();
    assertThat(0.75).isBetween(r2.lower(), r2.upper());
  }

  private static LabelRows labels() {
    return new LabelRows(
        THRESHOLDS,
        DoubleMatrix.columnMajor(new double[] {0.9, 0.1, 0.6, 0.3, 0.2, 0.8}, 0, 3, 2),
        new double[] {1, 1, 0, 1, 0, 1});
  }

  private static Map<String, Object> fields(LabelSums sums) {
    return new LabelMetrics(List.of("a", "b"), sums, Weighting.WEIGHTED).fields();
  }

  @Test
  void sumsAreSerializable() throws Exception {
    BootstrapSums<LabelRows, LabelSums> labels =
        new BootstrapSums<>(1, 3, () -> new LabelSums(THRESHOLDS));
    labels.add(labels(), new double[] {0.1, 0.2, 0.7}, 0);
    var copies = copy(labels).resamples();
    for (int b = 0; b < copies.size(); b++) {
      assertThat(fields(copies.get(b))).isEqualTo(fields(labels.resamples().get(b)));
    }
    RegressionSums sums = new RegressionSums(1);
    sums.add(numbers(0, ROWS), RowWeights.once(ROWS, targets));
    assertThat(metrics(copy(sums))).isEqualTo(metrics(sums));
    ProbabilitySums probabilities = new ProbabilitySums(ClassificationSetup.of(2));
    probabilities.add(classes(2), RowWeights.once(1, NO_WEIGHTS));
    assertThat(copy(probabilities).logLoss(Weighting.WEIGHTED))
        .isEqualTo(probabilities.logLoss(Weighting.WEIGHTED));
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T sums) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(sums);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) input.readObject();
    }
  }

  private static ClassifiedRows classes(int classes) {
    return new ClassifiedRows(
        ClassificationSetup.of(classes), DoubleMatrix.zeros(1, classes), new int[1]);
  }

  @Test
  void rowsOfAnotherKindAreRefused() {
    RowWeights once = RowWeights.once(1, NO_WEIGHTS);
    assertThatThrownBy(() -> new ProbabilitySums(ClassificationSetup.of(3)).add(classes(2), once))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabelSums(2).add(labels(), once))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RegressionSums(2).add(numbers(0, 1), once))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RegressionSums(new double[] {0.5}).add(numbers(0, 1), once))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
