package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.data.holdout.HoldOutRule;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.settings.HoldOutShares;

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

  /** plan says what train refuses. */
  @Test
  void aPartWithoutRowsIsAFaultThatIsNoted() {
    HeldOutRows none =
        new HeldOutRows(
            HoldOutRule.KEY,
            new HoldOutShares(0.2, 0.1, 1, HoldOutShares.Of.EACH_CLASS),
            List.of("id"),
            Optional.empty(),
            4,
            1,
            0,
            new TreeMap<>(Map.of("a", 2L, "b", 2L)),
            new TreeMap<>(Map.of("a", 1L)),
            new TreeMap<>());
    assertThat(none.notes())
        .containsExactly(
            "train refuses these data: no row is left for test with validation.fraction = 0.2 and"
                + " test.fraction = 0.1 of 4 rows, divided by a hash of the key [id], seed 1; change"
                + " the fractions, or how the rows are divided");
  }
}
