package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {

  /** numpy.quantile([1, 2, 4, 8, 16], [0.05, 0.95]) is [1.2, 14.4]. */
  @Test
  void endsAreQuantilesOfTheValues() {
    ConfidenceInterval interval = ConfidenceInterval.ofValues(new double[] {4, 16, 1, 8, 2}, 0.9);
    assertThat(interval.lower()).isCloseTo(1.2, within(1e-12));
    assertThat(interval.upper()).isCloseTo(14.4, within(1e-12));
    assertThat(ConfidenceInterval.ofValues(new double[] {3}, 0.5))
        .isEqualTo(new ConfidenceInterval(3, 3, 0.5));
  }

  @Test
  void valuesAndLevelsMustMakeSense() {
    assertThatThrownBy(() -> ConfidenceInterval.ofValues(new double[0], 0.9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConfidenceInterval.ofValues(new double[1], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void halfOfTheResamplesMustHaveAValue() {
    MetricValue none = MetricValue.undefined("only one class occurs");
    MetricValue one = MetricValue.of(1);
    assertThat(ConfidenceInterval.ofMetric(List.of(none, one, none), 0.9)).isEmpty();
    assertThat(ConfidenceInterval.ofMetric(List.of(none, one), 0.9)).isPresent();
    assertThat(ConfidenceInterval.ofMetric(List.of(), 0.9)).isEmpty();
  }

  @Test
  void moreRowsMakeItNarrower() {
    assertThat(new ConfidenceInterval(1, 4, 0.9).scaledAround(12, 2, 0.5))
        .isEqualTo(new ConfidenceInterval(11.5, 13, 0.9));
  }
}
