package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.PlainTreeSum;
import org.sparkbackprop.network.activation.Activations;

/** Every way of adding gives the bits of the one tree. */
class TreeSumTest {

  private static final Network NETWORK =
      Network.of(5, List.of(7), Activations.named("tanh").get(), 4);
  private static final double[] WEIGHTS = Initializer.parameters(NETWORK, 6);

  /** As many as it takes to reach two and three levels with groups of 2 and 4. */
  private static final int PARTITIONS = 21;

  private static Gradients expected(List<List<Batch>> partitions) {
    Backpropagation backpropagation = new Backpropagation(NETWORK, Precision.DOUBLE);
    List<Gradients> parts = new ArrayList<>();
    partitions.forEach(
        batches -> parts.add(backpropagation.gradients(WEIGHTS, batches.iterator())));
    return PlainTreeSum.of(parts);
  }

  @Test
  void slicesAndLevelsHaveTheBitsOfTheTreeAlsoWhereTasksAreTriedAgain() {
    List<List<Batch>> partitions = RandomPartitions.of(PARTITIONS);
    Gradients expected = expected(partitions);
    try (JavaSparkContext spark = LocalSpark.start("local[2,3]")) {
      JavaRDD<Batch> batches =
          RandomPartitions.rdd(spark, partitions).mapPartitions(new RandomPartitions.FailsOnce());
      for (SumPlan plan :
          List.of(
              new SumPlan(1, List.of()),
              new SumPlan(1, List.of(2)),
              new SumPlan(1, List.of(4, 2)),
              new SumPlan(3, List.of(32)),
              new SumPlan(5, List.of(4, 8)),
              new SumPlan(2, List.of(2, 2, 2, 2, 2)),
              new SumPlan(100, List.of(8, 4)))) {
        Gradients sum = sum(spark, batches, plan);
        assertThat(sum.values()).as("%s", plan).isEqualTo(expected.values());
        assertThat(sum.cost()).isEqualTo(expected.cost());
        assertThat(sum.correct()).isEqualTo(expected.correct());
        assertThat(sum.samples()).isEqualTo(expected.samples());
        assertThat(sum.kernels()).isEqualTo(expected.kernels());
      }
    }
  }

  private static Gradients sum(JavaSparkContext spark, JavaRDD<Batch> batches, SumPlan plan) {
    Computation computation = new Computation(NETWORK, Precision.DOUBLE, BlasPreference.AUTO);
    int length = WEIGHTS.length;
    try (TaskParameters parameters = TaskParameters.of(spark, WEIGHTS)) {
      return TreeSum.over(
          batches,
          new SparkObjective.GradientOfPartition(computation, parameters),
          new TreeSum.Form<>(Gradients.class, length, () -> Gradients.room(length)),
          plan,
          new JobTimes(spark.sc(), batches.getNumPartitions()));
    }
  }

  /** Gradients of 2.4 MB, so that the plan slices them by itself. */
  private record Numbers() implements PartitionFunction<Batch, Gradients> {

    private static final int LENGTH = 300_000;

    @Override
    public Gradients of(int partition, Iterator<Batch> batches) {
      Gradients gradients = new Gradients(LENGTH);
      for (int i = 0; i < LENGTH; i++) {
        gradients.values()[i] = Math.sin(1000.0 * i + partition) * Math.exp(partition % 13);
      }
      return gradients;
    }
  }

  @Test
  void largeResultsAreSlicedWithTheSameBits() {
    TreeSum.Form<Gradients> form =
        new TreeSum.Form<>(Gradients.class, Numbers.LENGTH, () -> Gradients.room(Numbers.LENGTH));
    assertThat(SumPlan.of(40, form.numbers()).slices()).isGreaterThan(1);
    Numbers numbers = new Numbers();
    Gradients expected =
        PlainTreeSum.of(
            new ArrayList<>(IntStream.range(0, 40).mapToObj(p -> numbers.of(p, null)).toList()));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      JavaRDD<Batch> batches = RandomPartitions.rdd(spark, RandomPartitions.of(40));
      Gradients sum = TreeSum.over(batches, numbers, form, new JobTimes(spark.sc(), 40));
      assertThat(sum.values()).isEqualTo(expected.values());
      assertThat(sum.sumNanos()).isPositive();
    }
  }
}
