package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 1.25, ' (0.5000–1.250)'",
    "7406.2, 9999.4, ' (7406–9999)'",
    "7406.2, 10120.3, ' (7406–10120)'",
    "-10120.3, 5.5, ' (-10120–6)'",
    "54400, 54410, ' (54400.0–54410.0)'",
    "1234567, 2345678, ' (1.235e+06–2.346e+06)'"
  })
  void bothEndsAreShownInTheSameWayAsTheirMetric(double lower, double upper, String text) {
    MetricInterval interval =
        new MetricInterval(Optional.of(new ConfidenceInterval(lower, upper, Intervals.LEVEL)), "");
    Intervals intervals =
        new Intervals(
            200, 10, Map.of(BootstrapMetric.ROOT_MEAN_SQUARED_ERROR, interval), List.of());
    assertThat(intervals.digits(BootstrapMetric.ROOT_MEAN_SQUARED_ERROR)).isEqualTo(text);
  }
}
