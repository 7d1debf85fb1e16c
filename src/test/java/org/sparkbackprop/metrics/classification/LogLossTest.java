package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogLossTest {

  @Test
  void certaintyIsClippedOnBothSides() {
    assertThat(LogLoss.of(0)).isCloseTo(52 * Math.log(2), within(1e-13));
    assertThat(LogLoss.of(1)).isCloseTo(Math.ulp(1.0), within(1e-30));
    assertThat(LogLoss.of(0.25)).isCloseTo(2 * Math.log(2), within(1e-15));
  }
}
