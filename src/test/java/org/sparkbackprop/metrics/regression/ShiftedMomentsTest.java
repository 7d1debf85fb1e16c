package org.sparkbackprop.metrics.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sparkbackprop.metrics.sums.CompensatedSums;
import org.sparkbackprop.metrics.sums.DoubleDouble;

class ShiftedMomentsTest {

  private static final DoubleDouble TEN = DoubleDouble.of(10);

  /** Ten numbers of which half are 10⁹ and half 10⁹ + 1. */
  private static CompensatedSums about(double center) {
    CompensatedSums sums = new CompensatedSums(2);
    for (int i = 0; i < 10; i++) {
      ShiftedMoments.add(sums, 0, 1, 1e9 + i % 2, center);
    }
    return sums;
  }

  @Test
  void distancesFromTheCenterAreNotRounded() {
    for (double center : new double[] {1e9, 1e9 + 0.1, 0, 1.0 / 3, -1e9}) {
      CompensatedSums sums = about(center);
      assertThat(ShiftedMoments.squaresAboutMean(sums, 0, TEN)).isCloseTo(2.5, within(1e-9));
      assertThat(ShiftedMoments.mean(sums, 0, TEN, center)).isEqualTo(1e9 + 0.5);
    }
  }

  @Test
  void centersMayDifferWhenPartsAreMerged() {
    CompensatedSums sums = about(1.0 / 3);
    ShiftedMoments.merge(sums, 0, 1.0 / 3, about(1e9 + 0.1), TEN, 1e9 + 0.1);
    DoubleDouble twenty = DoubleDouble.of(20);
    assertThat(ShiftedMoments.squaresAboutMean(sums, 0, twenty)).isCloseTo(5, within(1e-9));
    assertThat(ShiftedMoments.mean(sums, 0, twenty, 1.0 / 3)).isEqualTo(1e9 + 0.5);
  }
}
