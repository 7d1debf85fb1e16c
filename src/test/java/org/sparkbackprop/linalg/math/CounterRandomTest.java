package org.sparkbackprop.linalg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

  private static final int MANY = 200_000;

  @Test
  void numbersDependOnSeedStreamAndPositionAlone() {
    CounterRandom random = new CounterRandom(42, 7);
    double later = random.normal(1000);
    random.uniform(3);
    assertThat(new CounterRandom(42, 7).normal(1000)).isEqualTo(later);
    assertThat(new CounterRandom(42, 8).normal(1000)).isNotEqualTo(later);
    assertThat(new CounterRandom(43, 7).normal(1000)).isNotEqualTo(later);
  }

  @Test
  void uniformNumbersFillTheUnitInterval() {
    CounterRandom random = new CounterRandom(1, 1);
    double[] numbers = LongStream.range(0, MANY).mapToDouble(random::uniform).toArray();
    assertThat(numbers).hasSize(MANY);
    assertThat(java.util.Arrays.stream(numbers).allMatch(u -> u >= 0 && u < 1)).isTrue();
    assertThat(LongStream.range(0, MANY).mapToDouble(random::uniform).average().orElse(0))
        .isCloseTo(0.5, within(0.003));
  }

  @Test
  void normalNumbersHaveMeanZeroAndVarianceOne() {
    CounterRandom random = new CounterRandom(5, 2);
    double mean = LongStream.range(0, MANY).mapToDouble(random::normal).average().orElse(1);
    double square =
        LongStream.range(0, MANY).mapToDouble(random::normal).map(x -> x * x).average().orElse(0);
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(square).isCloseTo(1, within(0.015));
  }
}
