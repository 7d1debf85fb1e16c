package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.optim.LearningRate.Shape;

class LearningRateTest {

  /** From 0.8 over 10 epochs to a quarter, or to a half every 3 epochs. */
  private static LearningRate rate(Shape shape, double warmUp) {
    return new LearningRate(0.8, shape, warmUp, 10, 0.25, 3, 0.5);
  }

  @Test
  void aConstantRateStays() {
    for (double epoch : new double[] {0, 0.5, 10, 1e6}) {
      assertThat(LearningRate.constant(0.3).at(epoch)).isEqualTo(0.3);
      assertThat(rate(Shape.CONSTANT, 0).at(epoch)).isEqualTo(0.8);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0.8", "2.9, 0.8", "3, 0.4", "5.9, 0.4", "6, 0.2", "12.5, 0.05"})
  void stepsDropEverySoManyEpochs(double epoch, double expected) {
    assertThat(rate(Shape.STEP, 0).at(epoch)).isCloseTo(expected, within(1e-15));
  }

  // 0.8 (1 − 0.75 · 5 / 10) = 0.5 in the middle, 0.8 · 0.25 = 0.2 at the end
  @ParameterizedTest
  @CsvSource({"0, 0.8", "5, 0.5", "7.5, 0.35", "10, 0.2", "15, 0.2"})
  void aLineFallsToItsEndAndStaysThere(double epoch, double expected) {
    assertThat(rate(Shape.LINEAR, 0).at(epoch)).isCloseTo(expected, within(1e-15));
  }

  // 0.2 + 0.6 (1 + cos(π/4)) / 2 = 0.2 + 0.3 · 1.7071068 after a quarter
  @ParameterizedTest
  @CsvSource({"0, 0.8", "2.5, 0.71213203", "5, 0.5", "7.5, 0.28786797", "10, 0.2", "15, 0.2"})
  void aCosineFallsToItsEndAndStaysThere(double epoch, double expected) {
    assertThat(rate(Shape.COSINE, 0).at(epoch)).isCloseTo(expected, within(1e-8));
  }

  // 2 cycles: log₂(1 + 3 t) is 1/4 at (2^¼ − 1) / 3, 1/2 at (√2 − 1) / 3, 1 at 1/3, 3/2 at (2√2 −
  // 1) / 3
  @ParameterizedTest
  @CsvSource({
    "0.63069038, 0.4",
    "1.38071190, 0.8",
    "3.33333333, 0",
    "6.09475710, 0.8",
    "10, 0",
    "12, 0"
  })
  void aLogCosineRisesAndFallsInCyclesOfTwiceTheLength(double epoch, double expected) {
    LearningRate rate = new LearningRate(0.8, Shape.LOG_COSINE, 0, 10, 0.25, 3, 0.5, 2);
    assertThat(rate.at(epoch)).isCloseTo(expected, within(1e-7));
  }

  @Test
  void aLogCosineHasSoManyPeaks() {
    for (int cycles : new int[] {1, 2, 4, 7}) {
      LearningRate rate = new LearningRate(1, Shape.LOG_COSINE, 0, 1, 0, 1, 1, cycles);
      int peaks = 0;
      for (int i = 1; i < 100_000; i++) {
        double before = rate.at((i - 1) * 1e-5);
        peaks += before < rate.at(i * 1e-5) && rate.at((i + 1) * 1e-5) <= rate.at(i * 1e-5) ? 1 : 0;
      }
      assertThat(peaks).isEqualTo(cycles);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 31})
  void cyclesOutOfBoundsAreRefused(int cycles) {
    assertThatThrownBy(() -> new LearningRate(0.1, Shape.LOG_COSINE, 0, 10, 0, 1, 1, cycles))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a schedule needs 1 to 30 cycles, not " + cycles);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void aWarmUpRisesLinearlyToTheShape(Shape shape) {
    LearningRate cold = rate(shape, 4);
    LearningRate warm = rate(shape, 0);
    assertThat(cold.at(1)).isCloseTo(0.25 * warm.at(1), within(1e-15));
    assertThat(cold.at(3.5)).isCloseTo(0.875 * warm.at(3.5), within(1e-15));
    for (double epoch : new double[] {4, 4.5, 9, 20}) {
      assertThat(cold.at(epoch)).isEqualTo(warm.at(epoch));
    }
  }

  @Test
  void aWarmUpMayBeAFractionOfAnEpoch() {
    assertThat(rate(Shape.CONSTANT, 0.5).at(0.25)).isCloseTo(0.4, within(1e-15));
    assertThat(rate(Shape.CONSTANT, 0.5).at(0.5)).isEqualTo(0.8);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theRateIsPositiveThroughout(Shape shape) {
    LearningRate rate = new LearningRate(1e-3, shape, 2, 10, 0, 1e-3, 0.01);
    for (double epoch = 0; epoch <= 12; epoch += 0.25) {
      assertThat(rate.at(epoch)).isPositive().isLessThanOrEqualTo(1e-3);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void theCourseIsTheSameFromAnotherBeginning(Shape shape) {
    LearningRate rate = rate(shape, 1);
    for (double epoch : new double[] {0.5, 2, 7, 11}) {
      assertThat(rate.from(8).at(epoch)).isCloseTo(10 * rate.at(epoch), within(1e-14));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1, 1",
    "NaN, 0, 1, 1",
    "0, -0.1, 1, 1",
    "0, 1.1, 1, 1",
    "0, NaN, 1, 1",
    "0, 0, 0, 1",
    "0, 0, -1, 1",
    "0, 0, NaN, 1",
    "0, 0, 1, 0",
    "0, 0, 1, 1.1",
    "0, 0, 1, NaN"
  })
  void aScheduleOutOfBoundsIsRefused(double warmUp, double end, double dropEvery, double dropTo) {
    assertThatThrownBy(
            () -> new LearningRate(0.1, Shape.CONSTANT, warmUp, 10, end, dropEvery, dropTo))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%s, %s, %s, %s".formatted(warmUp, end, dropEvery, dropTo));
  }
}
