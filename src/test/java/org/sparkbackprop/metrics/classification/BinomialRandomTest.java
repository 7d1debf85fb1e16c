package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialRandomTest {

  private static final int DRAWS = 100_000;

  /** Pearson's statistic over the counts that are expected at least 10 times. */
  @ParameterizedTest
  @CsvSource({"1, 0.3", "5, 0.5", "40, 0.1", "40, 0.9", "60, 0.4", "300, 0.05", "1000, 0.7"})
  void countsHaveTheirProbabilities(int trials, double probability) {
    BinomialRandom random = new BinomialRandom(11, trials);
    long[] drawn = new long[trials + 1];
    for (int i = 0; i < DRAWS; i++) {
      drawn[(int) random.draw(trials, probability)]++;
    }
    double statistic = 0;
    int cells = 0;
    double logOdds = Math.log(probability) - Math.log1p(-probability);
    double logProbability = trials * Math.log1p(-probability);
    for (int k = 0; k <= trials; k++) {
      double expected = DRAWS * Math.exp(logProbability);
      if (expected >= 10) {
        statistic += (drawn[k] - expected) * (drawn[k] - expected) / expected;
        cells++;
      }
      logProbability += logOdds + Math.log((double) (trials - k) / (k + 1));
    }
    double deviation = Math.sqrt(2.0 * cells);
    assertThat(statistic).isCloseTo(cells, within(4 * deviation + 4));
  }

  @ParameterizedTest
  @CsvSource({"1000000000000, 0.2", "1000000000000, 0.000000001"})
  void manyTrialsHaveTheirMeanAndVariance(long trials, double probability) {
    BinomialRandom random = new BinomialRandom(12, 1);
    double variance = trials * probability * (1 - probability);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double distance = random.draw(trials, probability) - trials * probability;
      sum += distance;
      squares += distance * distance;
    }
    assertThat(sum / DRAWS).isCloseTo(0, within(4 * Math.sqrt(variance / DRAWS)));
    assertThat(squares / DRAWS).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / DRAWS)));
  }

  /** P(k + 1) / P(k) = (n − k) p / ((k + 1) (1 − p)), starting from the mode. */
  @ParameterizedTest
  @CsvSource({"20, 0.5", "60, 0.4", "500, 0.03"})
  void probabilitiesAreRelativeToTheMode(int trials, double probability) {
    int mode = (int) Math.floor((trials + 1) * probability);
    double expected = 0;
    for (int k = mode; k < trials; k++) {
      assertThat(BinomialRandom.logRelativeToMode(k, trials, probability))
          .isCloseTo(expected, within(1e-8));
      expected += Math.log((trials - k) * probability / ((k + 1) * (1 - probability)));
    }
  }

  @Test
  void certainTrialsAreCertain() {
    BinomialRandom random = new BinomialRandom(1, 1);
    assertThat(random.draw(7, 1)).isEqualTo(7);
    assertThat(random.draw(7, 0)).isZero();
    assertThat(random.draw(0, 0.5)).isZero();
  }
}
