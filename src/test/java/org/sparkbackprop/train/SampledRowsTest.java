package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.data.BatchSummary;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.metrics.importance.PermutationImportance;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.report.StartPoint;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.Computation;

/** What is computed in the driver from a sample of the rows. */
class SampledRowsTest {

  private static final int ROWS = 25_000;
  private static final Network NETWORK =
      Network.of(3, List.of(4), Activations.named("tanh").get(), 2);
  private static final double[] PARAMETERS = Initializer.parameters(NETWORK, 1);

  private static Batch rows(int from, int to) {
    CounterRandom random = new CounterRandom(1, 1);
    DoubleMatrix x = DoubleMatrix.zeros(to - from, 3);
    int[] labels = new int[to - from];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < 3; j++) {
        x.numbers()[x.place(i - from, j)] = random.uniform(4L * i + j);
      }
      labels[i - from] = random.bits(4L * i + 3) < 0 ? 1 : 0;
    }
    return new Batch(x, new ClassLabels(labels));
  }

  /** The same rows in partitions, and batches of 900 or fewer. */
  private static PreparedData.Part part(JavaSparkContext spark, int rows, int partitions) {
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < rows; from += 900 / partitions) {
      batches.add(rows(from, Math.min(rows, from + 900 / partitions)));
    }
    JavaRDD<Batch> rdd = spark.parallelize(batches, partitions);
    return new PreparedData.Part(rdd, BatchSummary.of(rdd));
  }

  private static StartPoint start(PreparedData.Part part) {
    TrainingSettings settings =
        ConfigurationFile.read("conf/iris.conf", List.of(), new Configuration()).training();
    Computation computation = new Computation(NETWORK, Precision.DOUBLE, BlasPreference.AUTO);
    return StartCost.of(part, settings, computation, PARAMETERS);
  }

  private static double meanCost(Batch rows) {
    Score score =
        ForwardPass.of(NETWORK, Precision.DOUBLE, PARAMETERS).score(List.of(rows).iterator());
    return score.cost() / score.weight();
  }

  @Test
  void theStartCostOfFewRowsIsExact() {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      StartPoint point = start(part(spark, 2000, 3));
      assertThat(point.rows()).isEqualTo(2000);
      assertThat(point.meanCost()).isCloseTo(meanCost(rows(0, 2000)), within(1e-12));
      assertThat(point.accuracy()).isBetween(0.4, 0.6);
      assertThat(start(part(spark, 2000, 1))).isEqualTo(point);
    }
  }

  @Test
  void theStartCostOfManyRowsIsThatOfASample() {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      StartPoint point = start(part(spark, ROWS, 2));
      assertThat(point.rows()).isEqualTo(8334); // every third
      assertThat(point.all()).isEqualTo(ROWS);
      int[] every = IntStream.range(0, ROWS).filter(i -> i % 3 == 0).toArray();
      assertThat(point.meanCost()).isCloseTo(meanCost(rows(0, ROWS).select(every)), within(1e-12));
    }
  }

  @Test
  void theImportanceDoesNotDependOnPartitions() {
    Preparation preparation =
        Preparation.ofNumbers(Arrays.asList("x", "y", "z"), List.of("a", "b"), 1);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      List<Importance> all =
          IntStream.of(1, 2, 5)
              .mapToObj(partitions -> part(spark, 5000, partitions))
              .map(part -> SystematicSample.of(part.batches(), 5000, 2000))
              .map(
                  rows ->
                      PermutationImportance.of(NETWORK, PARAMETERS, preparation, rows, 1L << 33))
              .toList();
      assertThat(all.get(0).rows()).isEqualTo(1667);
      assertThat(all).allMatch(all.get(0)::equals);
    }
  }
}
