package org.sparkbackprop.metrics.classification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UniformBinsTest {

  @Test
  void aBinHoldsItsUpperEdge() {
    for (int count : new int[] {1, 3, 10, 15, 49}) {
      UniformBins bins = new UniformBins(count);
      for (int bin = 0; bin < count; bin++) {
        assertThat(bins.of(bins.upper(bin))).isEqualTo(bin);
        assertThat(bins.of(Math.nextDown(bins.upper(bin)))).isEqualTo(bin);
        assertThat(bins.of(Math.nextUp(bins.lower(bin)))).isEqualTo(bin);
      }
      assertThat(bins.of(0)).isZero();
      assertThat(bins.of(-1e-9)).isZero();
      assertThat(bins.of(1 + 1e-9)).isEqualTo(count - 1);
    }
  }

  /** numpy.linspace(0, 1, 11)[3] is 0.30000000000000004. */
  @Test
  void edgesAreThoseOfNumPy() {
    assertThat(new UniformBins(10).upper(2)).isEqualTo(0.30000000000000004);
    assertThat(new UniformBins(49).upper(48)).isEqualTo(1);
  }
}
