package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardisationTest {

  private static Standardisation robust(double shift, double scale) {
    return Standardisation.robust(
        List.of(InputColumn.number("x"), InputColumn.truth("t")),
        new double[] {shift, 0},
        new double[] {scale, 1});
  }

  @Test
  void numbersAreClippedSmoothlyAndTruthValuesAreNot() {
    Standardisation robust = robust(10, 2);
    assertThat(robust.apply(0, 10)).isZero();
    assertThat(robust.apply(0, 12)).isEqualTo(1 / Math.sqrt(10.0 / 9));
    assertThat(robust.apply(0, 4)).isEqualTo(-3 / Math.sqrt(2));
    assertThat(robust.apply(1, 1)).isEqualTo(1);
    double before = -3;
    for (double x = -1e300; x < 1e300; x = x < -1 ? x / 1.01 : x > 1 ? x * 1.01 : x + 0.01) {
      double applied = robust.apply(0, x);
      assertThat(applied).isBetween(before - 1e-15, 3.0);
      before = applied;
    }
  }

  @Test
  void noFiniteNumberBecomesInfiniteAndNoOtherBecomesFinite() {
    double max = Double.MAX_VALUE;
    for (double scale : new double[] {Double.MIN_VALUE, 1e-300, 1, max}) {
      for (double shift : new double[] {-max, 0, 1e10, max}) {
        Standardisation robust = robust(shift, scale);
        for (double x : new double[] {-max, -1, 0, 1e-310, 2e10, max}) {
          assertThat(robust.apply(0, x)).isBetween(-3.0, 3.0);
          assertThat(robust.restore(0, robust.apply(0, x))).isBetween(-max, max);
          assertThat(robust.restore(0, (float) robust.apply(0, x))).isBetween(-max, max);
        }
        for (double x : new double[] {Double.NaN, max * 2, -max * 2}) {
          assertThat(robust.apply(0, x)).isNaN();
        }
      }
    }
    assertThat(robust(max, max).apply(0, -max)).isEqualTo(-2 / Math.sqrt(13.0 / 9));
  }

  @Test
  void clippedNumbersAreRestoredAsFarAsTheyCanBeToldApart() {
    Standardisation robust = robust(10, 2);
    for (double x : new double[] {-1000, -3, 10, 10.5, 17, 300}) {
      assertThat(robust.restore(0, robust.apply(0, x))).isCloseTo(x, within(1e-9 * Math.abs(x)));
    }
    double least = robust.restore(0, 3);
    assertThat(least).isBetween(2 * 7000.0, 2 * 8000.0);
    assertThat(robust.restore(0, robust.apply(0, 1e30))).isEqualTo(least);
    assertThat(robust.restore(0, (float) robust.apply(0, 1e5))).isEqualTo(least);
    assertThat(robust.restore(1, 1)).isEqualTo(1);
  }

  @Test
  void aFeatureWithoutAScaleIsAlwaysZero() {
    Standardisation robust = robust(5, 0);
    assertThat(robust.apply(0, 5)).isZero();
    assertThat(robust.apply(0, -1e300)).isEqualTo(0.0);
    assertThat(robust.apply(0, Double.POSITIVE_INFINITY)).isNaN();
    assertThat(robust.restore(0, 0)).isEqualTo(5);
    assertThat(robust.applyToBound(0, 4.9)).isNegative();
    assertThat(robust.applyToBound(0, 5)).isZero();
    assertThat(robust.applyToBound(0, 5.1)).isPositive();
    assertThatThrownBy(() -> robust(5, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one for each of 2 features");
  }
}
