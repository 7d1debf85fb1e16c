package org.sparkbackprop.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Intervals and the test of McNemar, against figures worked out by hand and by simulation. */
class IntervalTest {

  @Test
  void mcNemarIsTheBinomialTest() {
    // m = 10, 2 of them: 2 (1 + 10 + 45) / 1024
    assertThat(Interval.mcNemar(2, 8)).isCloseTo(112.0 / 1024, within(1e-12));
    assertThat(Interval.mcNemar(8, 2)).isEqualTo(Interval.mcNemar(2, 8));
    assertThat(Interval.mcNemar(0, 0)).isEqualTo(1);
    assertThat(Interval.mcNemar(5, 5)).isEqualTo(1);
    assertThat(Interval.mcNemar(0, 20)).isCloseTo(2 * Math.pow(0.5, 20), within(1e-18));
    assertThat(Interval.mcNemar(50_000, 51_000)).isBetween(0.001, 0.01);
  }

  @Test
  void theIntervalOfAccuraciesIsTheOneOfBonettAndPrice() {
    // n = 98, 14 gained, 4 lost: 15/100 and 5/100, so 0.1 ± 1.96 √((0.2 − 0.01) / 100)
    Interval interval = Interval.ofAccuracies(98, 14, 4);
    assertThat(interval.difference()).isCloseTo(10.0 / 98, within(1e-15));
    double half = 1.959963984540054 * Math.sqrt(0.0019);
    assertThat(interval.low()).isCloseTo(0.1 - half, within(1e-12));
    assertThat(interval.high()).isCloseTo(0.1 + half, within(1e-12));
  }

  @Test
  void nineteenOfTwentyIntervalsHoldTheTrueDifference() {
    Random random = new Random(5);
    int held = 0;
    int trials = 4000;
    for (int trial = 0; trial < trials; trial++) {
      int gained = 0;
      int lost = 0;
      for (int row = 0; row < 200; row++) {
        double u = random.nextDouble();
        gained += u < 0.08 ? 1 : 0;
        lost += u >= 0.08 && u < 0.11 ? 1 : 0;
      }
      Interval interval = Interval.ofAccuracies(200, gained, lost);
      held += interval.low() <= 0.05 && 0.05 <= interval.high() ? 1 : 0;
    }
    assertThat((double) held / trials).isBetween(0.935, 0.975);
  }
}
