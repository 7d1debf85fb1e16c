package org.sparkbackprop.metrics.sums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompensatedSumsTest {

  @Test
  void aMillionTenthsAreTheirExactSumRounded() {
    CompensatedSums sums = new CompensatedSums(2);
    CompensatedSums half = new CompensatedSums(2);
    for (int i = 0; i < 1_000_000; i++) {
      (i < 300_000 ? sums : half).add(1, 0.1);
    }
    sums.merge(half);
    double tenth = 0.1;
    double exact = new BigDecimal(tenth).multiply(BigDecimal.valueOf(1_000_000)).doubleValue();
    assertThat(sums.value(1)).isEqualTo(exact);
    assertThat(sums.value(0)).isZero();
  }

  @Test
  void whatCancelsLeavesTheRest() {
    CompensatedSums sums = new CompensatedSums(1);
    sums.add(0, 1e16);
    sums.add(0, 1);
    sums.add(0, -1e16);
    assertThat(sums.value(0)).isEqualTo(1);
    assertThat(sums.exact(0).value()).isEqualTo(1);
  }

  @Test
  void productsAreNotRounded() {
    Random random = new Random(1);
    CompensatedSums sums = new CompensatedSums(1);
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 1000; i++) {
      double x = random.nextGaussian();
      double y = 1e8 * random.nextGaussian();
      sums.addProduct(0, x, y);
      exact = exact.add(new BigDecimal(x).multiply(new BigDecimal(y)));
    }
    assertThat(sums.value(0)).isCloseTo(exact.doubleValue(), within(Math.ulp(exact.doubleValue())));
    assertThat(new BigDecimal(sums.exact(0).high()).add(new BigDecimal(sums.exact(0).low())))
        .isCloseTo(exact, within(exact.abs().multiply(new BigDecimal("1e-25"))));
  }

  @Test
  void aCopyIsIndependent() {
    CompensatedSums sums = new CompensatedSums(1);
    sums.add(0, 0.1);
    sums.add(0, 0.2);
    CompensatedSums copy = sums.copy();
    copy.add(0, 1e-17);
    copy.add(0, 1);
    assertThat(sums.value(0)).isEqualTo(0.1 + 0.2);
    assertThat(copy.value(0)).isEqualTo(1.3);
  }

  @Test
  void operationsOnPairsHaveTwiceTheDigits() {
    DoubleDouble third = DoubleDouble.of(1).dividedBy(DoubleDouble.of(3));
    BigDecimal cubed =
        new BigDecimal(third.high())
            .add(new BigDecimal(third.low()))
            .multiply(BigDecimal.valueOf(3));
    assertThat(cubed).isCloseTo(BigDecimal.ONE, within(new BigDecimal("1e-31")));
    DoubleDouble one = third.times(DoubleDouble.of(3)).minus(DoubleDouble.of(1));
    assertThat(one.value()).isCloseTo(0, within(1e-31));
    assertThat(third.plus(third).plus(third).value()).isEqualTo(1);
  }
}
