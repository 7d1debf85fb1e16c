package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateSearchTest {

  /** Least at a rate; half a decade away it is worse, and far above it is not finite. */
  private static DoubleUnaryOperator costs(double best) {
    return rate -> {
      double decades = Math.log10(rate / best);
      return decades > 3 ? Double.NaN : 1 + decades * decades;
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-5, 1e-3, 0.1, 0.3, 10, 1e4})
  void halfOfTheBestRateIsFoundFromWhereverTheSearchBegins(double best) {
    LearningRateSearch search = LearningRateSearch.from(0.1, 100, costs(best));
    double decades = Math.log10(2 * search.rate() / best);
    assertThat(decades).isCloseTo(0, within(0.26));
    double away = Math.abs(Math.log10(best / 0.1));
    assertThat(search.trials()).hasSizeLessThanOrEqualTo((int) (2 * away) + 4);
    assertThat(search.trials()).isSortedAccordingTo((a, b) -> Double.compare(a.rate(), b.rate()));
  }

  @Test
  void trialsThatDivergeAreWorseThanAll() {
    LearningRateSearch search =
        LearningRateSearch.from(1, 5, rate -> rate < 0.05 ? 4 : Double.POSITIVE_INFINITY);
    assertThat(search.rate()).isLessThan(0.05);
  }

  @Test
  void aCostThatNoRateLowersIsSaid() {
    assertThatThrownBy(() -> LearningRateSearch.from(1, 5, rate -> 5 + rate))
        .isInstanceOf(LearningRateSearch.NoLearningRateException.class)
        .hasMessageContaining("no learning rate from")
        .hasMessageContaining("lowers the cost 5.0");
  }
}
