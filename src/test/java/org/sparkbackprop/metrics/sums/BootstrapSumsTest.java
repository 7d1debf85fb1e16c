package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.classification.ClassificationMetrics;
import org.sparkbackprop.metrics.classification.ClassificationSetup;
import org.sparkbackprop.metrics.classification.ClassificationSums;
import org.sparkbackprop.metrics.classification.ClassifiedRows;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.metrics.classification.ProbabilitySums;

class BootstrapSumsTest {

  private static final int ROWS = 2000;
  private static final ClassificationSetup SETUP = ClassificationSetup.of(3);
  private static final double[] NO_WEIGHTS = {};

  private final int[] labels = new int[ROWS];
  private final double[] probabilities = new double[3 * ROWS];
  private final double[] weights = new double[ROWS];

  BootstrapSumsTest() {
    Random random = new Random(5);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = random.nextInt(3);
      weights[i] = random.nextInt(4) / 2.0;
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        double p = random.nextDouble() + (k == labels[i] ? 0.3 : 0);
        probabilities[3 * i + k] = p;
        sum += p;
      }
      for (int k = 0; k < 3; k++) {
        probabilities[3 * i + k] /= sum;
      }
    }
  }

  private ClassifiedRows rows(int from, int until) {
    DoubleMatrix matrix =
        DoubleMatrix.columnMajor(probabilities, 3 * from, 3, until - from).transpose();
    return new ClassifiedRows(SETUP, matrix, Arrays.copyOfRange(labels, from, until));
  }

  private BootstrapSums<ClassifiedRows, ClassificationSums> sums(
      double[] weightsOfAll, int... borders) {
    BootstrapSums<ClassifiedRows, ClassificationSums> whole = empty(9);
    for (int part = 0; part + 1 < borders.length; part++) {
      int from = borders[part];
      int until = borders[part + 1];
      BootstrapSums<ClassifiedRows, ClassificationSums> sums = empty(9);
      double[] ofPart =
          weightsOfAll.length == 0 ? weightsOfAll : Arrays.copyOfRange(weightsOfAll, from, until);
      sums.add(rows(from, until), ofPart, from);
      whole.merge(sums);
    }
    return whole;
  }

  private static BootstrapSums<ClassifiedRows, ClassificationSums> empty(long seed) {
    return new BootstrapSums<>(seed, BootstrapSums.RESAMPLES, () -> new ClassificationSums(SETUP));
  }

  private static MetricValue logLoss(ClassificationSums sums) {
    return sums.probabilities().logLoss(Weighting.UNWEIGHTED);
  }

  private static MetricValue accuracy(ClassificationSums sums) {
    return sums.confusion(Weighting.UNWEIGHTED).accuracy();
  }

  @Test
  void resamplesDoNotDependOnTheParts() {
    var whole = sums(weights, 0, ROWS);
    var parts = sums(weights, 0, 1, 700, 700, ROWS);
    for (Weighting view : Weighting.values()) {
      List<MetricValue> expected = metrics(whole, view);
      List<MetricValue> actual = metrics(parts, view);
      for (int b = 0; b < expected.size(); b++) {
        assertThat(actual.get(b).number()).isCloseTo(expected.get(b).number(), within(1e-14));
      }
    }
  }

  @Test
  void aWeightThatAllRowsHaveChangesNothing() {
    double[] twos = new double[ROWS];
    Arrays.fill(twos, 2);
    var sums = sums(twos, 0, ROWS);
    List<MetricValue> weighted = metrics(sums, Weighting.WEIGHTED);
    List<MetricValue> unweighted = metrics(sums, Weighting.UNWEIGHTED);
    for (int b = 0; b < weighted.size(); b++) {
      assertThat(weighted.get(b).number()).isCloseTo(unweighted.get(b).number(), within(1e-14));
    }
  }

  private static List<MetricValue> metrics(
      BootstrapSums<ClassifiedRows, ClassificationSums> sums, Weighting view) {
    return sums.resamples().stream()
        .map(resample -> resample.probabilities().brierScore(view))
        .toList();
  }

  /** The standard error of a mean is known; 4 % is the noise of 200 resamples, three times. */
  @Test
  void theWidthIsThatOfTheStandardError() {
    var sums = sums(NO_WEIGHTS, 0, ROWS);
    ClassificationSums all = new ClassificationSums(SETUP);
    all.add(rows(0, ROWS), RowWeights.once(ROWS, NO_WEIGHTS));
    double share = accuracy(all).number();
    double error = Math.sqrt(share * (1 - share) / ROWS);
    ConfidenceInterval interval = sums.interval(BootstrapSumsTest::accuracy, 0.68).orElseThrow();
    assertThat((interval.upper() - interval.lower()) / 2).isCloseTo(error, within(0.2 * error));
    assertThat((interval.upper() + interval.lower()) / 2).isCloseTo(share, within(0.4 * error));
    ConfidenceInterval ofLoss = sums.interval(BootstrapSumsTest::logLoss, 0.95).orElseThrow();
    assertThat(logLoss(all).number()).isBetween(ofLoss.lower(), ofLoss.upper());
  }

  @Test
  void lotsOfClassesNeedProbabilitySumsAlone() {
    BootstrapSums<ClassifiedRows, ProbabilitySums> lean =
        new BootstrapSums<>(9, BootstrapSums.RESAMPLES, () -> new ProbabilitySums(SETUP));
    lean.add(rows(0, ROWS), weights, 0);
    Optional<ConfidenceInterval> interval =
        lean.interval(sums -> sums.calibrationError(Weighting.WEIGHTED), 0.9);
    assertThat(interval)
        .isEqualTo(
            sums(weights, 0, ROWS)
                .interval(sums -> sums.probabilities().calibrationError(Weighting.WEIGHTED), 0.9));
  }

  @Test
  void theSeedDecides() {
    var one = sums(NO_WEIGHTS, 0, ROWS).interval(BootstrapSumsTest::logLoss, 0.95);
    var same = sums(NO_WEIGHTS, 0, ROWS).interval(BootstrapSumsTest::logLoss, 0.95);
    var other = empty(10);
    other.add(rows(0, ROWS), NO_WEIGHTS, 0);
    assertThat(one).isEqualTo(same);
    assertThat(other.interval(BootstrapSumsTest::logLoss, 0.95)).isNotEqualTo(one);
    assertThatThrownBy(() -> empty(9).merge(empty(10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyMetricHasAnIntervalOrNone() {
    var sums = sums(NO_WEIGHTS, 0, ROWS);
    assertThat(
            sums.interval(
                resample ->
                    ClassificationMetrics.of(List.of("a", "b", "c"), resample, Weighting.UNWEIGHTED)
                        .matthewsCorrelation(),
                0.95))
        .isPresent();
    ConfusionTable table = sums.resamples().get(0).confusion(Weighting.UNWEIGHTED);
    assertThat(table.total()).isNotEqualTo(ROWS).isCloseTo(ROWS, within(5 * Math.sqrt(ROWS)));
    assertThat(empty(1).interval(BootstrapSumsTest::logLoss, 0.95)).isEmpty();
  }

  @Test
  void countsArePoissonNumbersWithMeanOne() {
    double[] counts = new double[200_000];
    new PoissonCounts(3).draw(7, 1L << 40, counts);
    double[] shares = new double[20];
    for (double count : counts) {
      shares[(int) count] += 1.0 / counts.length;
    }
    double probability = Math.exp(-1);
    for (int k = 0; k < 6; k++) {
      double error = Math.sqrt(probability * (1 - probability) / counts.length);
      assertThat(shares[k]).isCloseTo(probability, within(4 * error));
      probability /= k + 1;
    }
  }
}
