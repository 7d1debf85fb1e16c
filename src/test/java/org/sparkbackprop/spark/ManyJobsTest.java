package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import scala.runtime.AbstractFunction1;

/**
 * Nothing grows with the number of jobs: neither what lives on the heap, nor Spark's blocks, nor
 * its files. With -Dlong=true it runs 10,000 of them.
 */
class ManyJobsTest {

  private static final int JOBS = Boolean.getBoolean("long") ? 10_000 : 500;

  /** Of so many jobs, one adds by a shuffle of slices. */
  private static final int SHUFFLES = 10;

  private static final long MORE_BYTES = 3 << 20;

  /** Weights that are broadcast, as they are too many for the function. */
  private static final Network NETWORK =
      Network.of(5, List.of(100, 90), Activations.named("tanh").get(), 4);

  private static final Computation COMPUTATION =
      new Computation(NETWORK, Precision.DOUBLE, BlasPreference.AUTO);
  private static final double[] WEIGHTS = Initializer.parameters(NETWORK, 6);
  private static final TreeSum.Form<org.sparkbackprop.network.Gradients> FORM =
      new TreeSum.Form<>(
          org.sparkbackprop.network.Gradients.class,
          WEIGHTS.length,
          () -> org.sparkbackprop.network.Gradients.room(WEIGHTS.length));

  /** What is there when nothing runs. */
  private record Standing(long heap, int blocks, int files) {

    static Standing now() throws InterruptedException {
      for (int i = 0; i < 5; i++) { // Spark's cleaner frees more behind each collection
        System.gc();
        Thread.sleep(200);
      }
      Runtime runtime = Runtime.getRuntime();
      BlockManager blocks = SparkEnv.get().blockManager();
      return new Standing(
          runtime.totalMemory() - runtime.freeMemory(),
          blocks.getMatchingBlockIds(new Any()).size(),
          blocks.diskBlockManager().getAllFiles().size());
    }
  }

  private static final class Any extends AbstractFunction1<BlockId, Object> {

    @Override
    public Object apply(BlockId block) {
      return true;
    }
  }

  private static void run(JavaSparkContext spark, JavaRDD<Batch> batches, int jobs) {
    JobTimes times = new JobTimes(spark.sc(), batches.getNumPartitions());
    for (int job = 0; job < jobs; job++) {
      SumPlan plan =
          job % SHUFFLES == 0 ? new SumPlan(3, List.of(2, 2)) : new SumPlan(1, List.of());
      try (TaskParameters parameters = TaskParameters.of(spark, WEIGHTS)) {
        TreeSum.over(
            batches,
            new SparkObjective.GradientOfPartition(COMPUTATION, parameters),
            FORM,
            plan,
            times);
      }
    }
  }

  @Test
  void leaveNothingBehind() throws InterruptedException {
    assertThat(WEIGHTS.length).isGreaterThan(TaskParameters.MAX_WITHIN_THE_FUNCTION);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.ui.retainedJobs", "100") // as SparkCommand has them
            .set("spark.ui.retainedStages", "100")
            .set("spark.ui.retainedTasks", "100");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, RandomPartitions.of(3));
      run(spark, batches, JOBS / 5);
      Standing early = Standing.now();
      run(spark, batches, JOBS - JOBS / 5);
      Standing late = Standing.now();
      System.out.printf("after %d of %d jobs %s, at the end %s%n", JOBS / 5, JOBS, early, late);
      assertThat(late.heap() - early.heap()).as("bytes alive").isLessThan(MORE_BYTES);
      assertThat(late.blocks()).as("blocks").isLessThanOrEqualTo(early.blocks() + 2);
      assertThat(late.files()).as("files").isLessThanOrEqualTo(early.files() + 2);
    }
  }
}
