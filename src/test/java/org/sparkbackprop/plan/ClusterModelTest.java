package org.sparkbackprop.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.plan.ClusterModel.Cluster;
import org.sparkbackprop.plan.ClusterModel.Parts;
import org.sparkbackprop.plan.ClusterModel.Work;

class ClusterModelTest {

  private static final double GIGABIT = 1e9 / 8;

  /** A row takes a millisecond. */
  private static Work work(int partitions, long weights) {
    return new Work(1_000_000, 1e-3, partitions, weights, weights, 1);
  }

  private static Parts epoch(Work work, int executors, int cores, double bytesPerSecond) {
    return new ClusterModel(work, new Cluster(executors, cores, bytesPerSecond)).epoch();
  }

  @Test
  void computingIsSharedByAllCoresUntilEachHasOnePartition() {
    Work work = work(64, 1000);
    assertThat(epoch(work, 1, 1, GIGABIT).compute()).isCloseTo(1000, within(1e-9));
    assertThat(epoch(work, 8, 4, GIGABIT).compute()).isCloseTo(1000 / 32.0, within(1e-9));
    assertThat(epoch(work, 16, 3, GIGABIT).compute()).isCloseTo(2 * 1000 / 64.0, within(1e-9));
    assertThat(epoch(work, 1000, 4, GIGABIT).compute()).isCloseTo(1000 / 64.0, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 100_000, 10_000_000})
  void weightsAndGradientCrossTheDriversLinkAtLeast(long weights) {
    for (int partitions : new int[] {1, 8, 64, 1000}) {
      Parts parts = epoch(work(partitions, weights), 16, 1, GIGABIT);
      double once = 8.0 * weights / GIGABIT;
      assertThat(parts.broadcast()).isGreaterThan(once);
      assertThat(parts.reduce()).isGreaterThan(once);
    }
  }

  @Test
  void slicesKeepTheDriversLinkFreeOfAllButOneGradient() {
    long weights = 10_000_000;
    double all = 64 * 8.0 * weights / GIGABIT;
    assertThat(epoch(work(64, weights), 32, 1, GIGABIT).reduce()).isLessThan(all / 4);
  }

  @Test
  void localSgdPaysForEveryRound() {
    Work one = work(8, 1_000_000);
    Work four = new Work(one.rows(), one.secondsOfRow(), 8, one.numbersOut(), one.numbersIn(), 4);
    Parts once = epoch(one, 8, 1, GIGABIT);
    Parts often = epoch(four, 8, 1, GIGABIT);
    assertThat(often.compute()).isEqualTo(once.compute());
    assertThat(often.total() - often.compute())
        .isCloseTo(4 * (once.total() - once.compute()), within(1e-9));
  }

  @Test
  void moreExecutorsStopHelpingWhereEachCoreHasItsPartitionOrLinksAreFull() {
    Cluster any = new Cluster(1, 1, GIGABIT);
    assertThat(new ClusterModel(work(64, 1000), any).enough()).isEqualTo(64);
    for (long weights : new long[] {21, 100_000, 10_000_000}) {
      for (int partitions : new int[] {1, 64, 4096}) {
        ClusterModel model = new ClusterModel(work(partitions, weights), any);
        ClusterModel enough = model.with(model.enough());
        double twice = enough.with(2 * model.enough()).epoch().total();
        assertThat(twice).isGreaterThanOrEqualTo(0.9 * enough.epoch().total());
        if (model.enough() > 1) {
          double half = enough.with(model.enough() / 2).epoch().total();
          assertThat(enough.epoch().total()).isLessThan(0.9 * half);
        }
      }
    }
  }

  @Test
  void aFasterLinkIsNeverSlower() {
    for (int executors : new int[] {1, 2, 7, 100}) {
      for (long weights : new long[] {21, 100_000, 10_000_000}) {
        Work work = work(64, weights);
        assertThat(epoch(work, executors, 2, 10 * GIGABIT).total())
            .isLessThan(epoch(work, executors, 2, GIGABIT).total());
      }
    }
  }
}
