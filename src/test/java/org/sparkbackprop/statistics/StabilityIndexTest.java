package org.sparkbackprop.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StabilityIndexTest {

  @Test
  void itIsWhatIsWorkedOutByHand() {
    // Two bins of 9 + 0 and 4 + 5 rows: (9.5 / 10, 0.5 / 10) and (4.5 / 10, 5.5 / 10).
    // (0.95 - 0.45) ln(0.95 / 0.45) = 0.5 * 0.747214 = 0.373607
    // (0.05 - 0.55) ln(0.05 / 0.55) = 0.5 * 2.397895 = 1.198948
    StabilityIndex index = StabilityIndex.of(List.of(9L, 0L), List.of(4L, 5L));
    assertThat(index.value()).isCloseTo(1.572555, within(1e-6));
    assertThat(index.mostMoved()).isEqualTo(1);
  }

  @Test
  void itIsZeroOfTheSameSharesAndBinsThatBothLeaveEmptyAreNone() {
    assertThat(StabilityIndex.of(List.of(5L, 7L, 9L), List.of(5L, 7L, 9L)).value()).isZero();
    assertThat(StabilityIndex.of(List.of(9L), List.of(4L))).isEqualTo(new StabilityIndex(0, 0, 0));
    StabilityIndex index = StabilityIndex.of(List.of(0L, 9L, 0L), List.of(0L, 4L, 5L));
    StabilityIndex without = StabilityIndex.of(List.of(9L, 0L), List.of(4L, 5L));
    assertThat(index.value()).isEqualTo(without.value());
    assertThat(index.byChance()).isEqualTo(without.byChance());
    assertThat(index.mostMoved()).isEqualTo(2);
  }

  @Test
  void whatChanceHardlyExceedsIsTheQuantileOfChiSquareAndAboveFourDeviations() {
    // tables: chi-square of 1 and 9 degrees of freedom exceeds 16.1 and 36.3 with 3.2e-5 or so
    assertThat(StabilityIndex.byChance(2, 2, 2)).isBetween(16.0, 19.0);
    assertThat(StabilityIndex.byChance(2, 2, 10)).isBetween(35.5, 38.0);
    for (int bins = 2; bins < 100; bins++) {
      double deviations = bins - 1 + 4 * Math.sqrt(2.0 * (bins - 1));
      assertThat(StabilityIndex.byChance(2, 2, bins)).isGreaterThan(deviations);
    }
  }
}
