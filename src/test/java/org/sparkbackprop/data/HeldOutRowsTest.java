package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeldOutRowsTest {

  private static HeldOutRows trainedUpTo(String newest) {
    return new HeldOutRows(
        HoldOutRule.ORDER,
        HoldOutShares.NONE,
        List.of("day"),
        Optional.ofNullable(newest).map(OrderValue::of),
        10,
        2,
        0,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  @Test
  void rowsAreNewerThanAnEarlierTrainingOnlyWhereValuesCanBeCompared() {
    assertThat(trainedUpTo("2026-02-01").isTrainedUpTo("2026-01-31")).isTrue();
    assertThat(trainedUpTo("2026-02-01").isTrainedUpTo("2026-02-01")).isTrue();
    assertThat(trainedUpTo("2026-02-01").isTrainedUpTo("2026-02-02")).isFalse();
    assertThat(trainedUpTo("30").isTrainedUpTo("4")).isTrue();
    assertThat(trainedUpTo("30").isTrainedUpTo("31")).isFalse();
    assertThat(trainedUpTo("2026-02-01").isTrainedUpTo("20260201")).isFalse();
    assertThat(trainedUpTo("20260201").isTrainedUpTo("2026-02-01")).isFalse();
    assertThat(trainedUpTo(null).isTrainedUpTo("1")).isFalse();
  }
}
