package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumPlanTest {

  @ParameterizedTest
  @CsvSource({"1, 10000000", "2, 8000000", "4, 79510", "32, 100000", "32, 17"})
  void fewAndSmallResultsAreAddedOnTheDriver(int partitions, long numbers) {
    assertThat(SumPlan.of(partitions, numbers)).isEqualTo(new SumPlan(1, List.of()));
  }

  @Test
  void manySmallResultsAreAddedInGroupsOfWhichTheDriverGetsFew() {
    assertThat(SumPlan.of(33, 17)).isEqualTo(new SumPlan(1, List.of(2)));
    assertThat(SumPlan.of(64, 17)).isEqualTo(new SumPlan(1, List.of(2)));
    assertThat(SumPlan.of(65, 17)).isEqualTo(new SumPlan(1, List.of(4)));
    assertThat(SumPlan.of(1000, 100_000)).isEqualTo(new SumPlan(1, List.of(32)));
    assertThat(SumPlan.of(100_000, 17)).isEqualTo(new SumPlan(1, List.of(64, 64)));
  }

  @Test
  void largeResultsAreSlicedAndTheDriverGetsOneSum() {
    assertThat(SumPlan.of(2, 10_000_000)).isEqualTo(new SumPlan(39, List.of(2)));
    assertThat(SumPlan.of(64, 10_000_000)).isEqualTo(new SumPlan(39, List.of(64)));
    assertThat(SumPlan.of(1000, 10_000_000)).isEqualTo(new SumPlan(39, List.of(64, 16)));
    assertThat(SumPlan.of(32, 280_000)).isEqualTo(new SumPlan(2, List.of(32)));
  }

  @Test
  void tasksOfALevelAreBoundedHoweverManyThereAreToAdd() {
    SumPlan plan = SumPlan.of(1_000_000, 100_000_000);
    assertThat(plan.groups()).containsExactly(64, 64, 64, 4);
    assertThat(plan.slices() * SumPlan.groupsOf(1_000_000, 64)).isLessThanOrEqualTo(2 * 15_625);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "31", "33", "64", "65", "4096", "4097", "1000000"})
  void everyLevelsGroupsLeaveAsManyAsTheDriverTakes(int partitions) {
    for (long numbers : new long[] {1, 1000, 200_000, 10_000_000, 1_000_000_000}) {
      SumPlan plan = SumPlan.of(partitions, numbers);
      assertThat(plan.groups())
          .as("whole branches of the tree")
          .allMatch(size -> Integer.bitCount(size) == 1);
      assertThat(plan.sumsAtDriver(partitions))
          .isLessThanOrEqualTo(plan.slices() == 1 ? SumPlan.MAX_ON_DRIVER : 1);
    }
  }
}
