package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.training.loop.TimeParts;

class JobTimesTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void whatTasksSayIsDividedByTheCoresThatShareThemAndTheRestIsWaiting() {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JobTimes times = new JobTimes(spark.sc(), 8);
      Gradients sums = Gradients.room(0);
      sums.computed(8 * SECOND); // 4 s on 2 cores
      sums.added(2 * SECOND); // 1 s
      times.addedOnDriver(SECOND);
      times.jobIsDone(System.nanoTime() - 10 * SECOND, sums);
      assertParts(times.spent(), 4, 4, 2);
      JobTimes ofOnePartition = new JobTimes(spark.sc(), 1);
      Gradients one = Gradients.room(0);
      one.computed(8 * SECOND);
      ofOnePartition.jobIsDone(System.nanoTime() - 10 * SECOND, one);
      ofOnePartition.jobIsDone(System.nanoTime() - SECOND, Gradients.room(0));
      assertParts(ofOnePartition.spent(), 8, 3, 0);
    }
  }

  private static void assertParts(TimeParts spent, double compute, double waiting, double sum) {
    assertThat(spent.compute()).isCloseTo(compute, within(0.2));
    assertThat(spent.waiting()).isCloseTo(waiting, within(0.2));
    assertThat(spent.aggregation()).isCloseTo(sum, within(0.2));
  }
}
