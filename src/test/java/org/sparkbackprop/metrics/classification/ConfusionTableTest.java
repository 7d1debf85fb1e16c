package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.metrics.sums.ConfidenceInterval;
import org.sparkbackprop.metrics.sums.Weighting;

class ConfusionTableTest {

  private static final ConfusionTable TABLE =
      ConfusionTable.ofCounts(
          new long[][] {{50, 3, 0, 0}, {7, 20, 3, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}});

  @Test
  void pairsAreSortedByTheirRows() {
    assertThat(TABLE.mostConfused(3))
        .containsExactly(
            new ConfusedPair(1, 0, 7, 7 / 30.0),
            new ConfusedPair(0, 1, 3, 3 / 53.0),
            new ConfusedPair(1, 2, 3, 3 / 30.0));
    assertThat(TABLE.mostConfused(100)).hasSize(4);
  }

  @Test
  void theWorstClassesAreThoseThatOccur() {
    assertThat(TABLE.worstClasses(2)).containsExactly(2, 1);
    assertThat(TABLE.worstClasses(10)).containsExactly(2, 1, 0);
    long[][] equal = {{1, 1, 0}, {1, 0, 1}, {0, 4, 0}};
    assertThat(ConfusionTable.ofCounts(equal).worstClasses(3)).containsExactly(2, 1, 0);
  }

  @Test
  void correlationSaysWhyItIsUndefined() {
    assertThat(
            ConfusionTable.ofCounts(new long[][] {{1, 1}, {0, 0}}).matthewsCorrelation().reason())
        .contains("only one class");
    assertThat(
            ConfusionTable.ofCounts(new long[][] {{1, 0}, {1, 0}}).matthewsCorrelation().reason())
        .contains("predicted as one class");
    assertThat(ConfusionTable.ofCounts(new long[2][2]).matthewsCorrelation().reason())
        .contains("no rows");
  }

  /** Rare classes: total² − Σ x² would lose half the digits. */
  @Test
  void correlationOfRareClassesIsExact() {
    long common = 1L << 40;
    double correlation =
        ConfusionTable.ofCounts(new long[][] {{common, 1}, {1, 1}}).matthewsCorrelation().number();
    double exact = (common - 1.0) / (2 * (common + 1.0)); // (TN TP − FP FN) / (2 (TN + 1))
    assertThat(correlation).isCloseTo(exact, within(1e-12));
  }

  @Test
  void errorsOfThePositiveClassNeedTwoClasses() {
    ConfusionTable two = ConfusionTable.ofCounts(new long[][] {{5, 2}, {1, 8}});
    assertThat(two.binaryCounts(1)).isEqualTo(new BinaryCounts(8, 2, 1, 5));
    assertThat(two.binaryCounts(0)).isEqualTo(new BinaryCounts(5, 1, 2, 8));
    assertThatThrownBy(() -> TABLE.binaryCounts(1)).isInstanceOf(IllegalStateException.class);
  }

  /** σ of a share; 20 % is three times the noise of 1000 resamples. */
  @Test
  void resamplesOfCellsSpreadAsSharesDo() {
    ConfidenceInterval interval =
        ConfusionBootstrap.interval(TABLE, ConfusionTable::accuracy, 1, 1000, 0.68).orElseThrow();
    double share = 71 / 85.0;
    double error = Math.sqrt(share * (1 - share) / 85);
    assertThat((interval.upper() - interval.lower()) / 2).isCloseTo(error, within(0.2 * error));
    assertThat((interval.upper() + interval.lower()) / 2).isCloseTo(share, within(0.2 * error));
    assertThat(ConfusionBootstrap.interval(TABLE, ConfusionTable::accuracy, 1, 1000, 0.68))
        .contains(interval);
  }

  @Test
  void aResampleHasAsManyRows() {
    List<Double> totals = new ArrayList<>();
    ConfusionBootstrap.interval(
        TABLE,
        resample -> {
          totals.add(resample.total());
          return resample.accuracy();
        },
        5,
        50,
        0.9);
    assertThat(totals).hasSize(50).containsOnly(85.0);
  }

  @Test
  void weightsCannotBeResampled() {
    ConfusionTable weighted =
        new ConfusionTable(new double[2][2], new boolean[2], Weighting.WEIGHTED);
    assertThatThrownBy(
            () -> ConfusionBootstrap.interval(weighted, ConfusionTable::accuracy, 1, 10, 0.9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
