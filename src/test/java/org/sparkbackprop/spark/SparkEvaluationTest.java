package org.sparkbackprop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ConfidenceInterval;
import org.sparkbackprop.metrics.sums.Intervals;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;

/** Metrics with intervals of rows in Spark's partitions. */
class SparkEvaluationTest {

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static Target target(Losses loss) {
    List<String> three = List.of("a", "b", "c");
    return switch (loss.targets()) {
      case CLASSES -> Target.ofClasses(three);
      case TWO_CLASSES -> Target.ofClasses(List.of("no", "yes"));
      case LABELS -> Target.ofLabels(three);
      case NUMBERS -> Target.ofNumbers(three, new double[] {1, 20, -3}, new double[] {2, 0.1, 1});
    };
  }

  /** Fourteen batches, of which no two have the same size. */
  private static List<Batch> batches(Losses loss, int size) {
    return IntStream.range(0, 14)
        .mapToObj(
            b -> {
              Batch inputs = RandomBatch.of(size + b, 5, 2, b);
              return new Batch(
                  inputs.inputs(),
                  RandomBatch.targets(loss.targets(), size + b, target(loss).size(), b));
            })
        .toList();
  }

  private static Metrics metrics(Losses name, List<Batch> batches, int partitions) {
    LossFunction loss = LossFunction.of(name);
    Target target = target(name);
    Network network =
        Network.of(5, List.of(6), Activations.named("tanh").get(), loss.outputs(target.size()))
            .of(loss);
    JavaRDD<Batch> rows = spark.parallelize(new ArrayList<>(batches), partitions);
    long samples = batches.stream().mapToLong(Batch::size).sum();
    return new SparkEvaluation(
            spark, new Computation(network, Precision.DOUBLE, BlasPreference.AUTO), target)
        .metricsWithIntervals(Initializer.parameters(network, 4), rows, samples);
  }

  @ParameterizedTest
  @EnumSource(
      value = Losses.class,
      names = {"SOFTMAX_CROSS_ENTROPY", "SIGMOID_CROSS_ENTROPY", "SQUARED_ERROR", "PINBALL"})
  void intervalsDoNotDependOnPartitions(Losses loss) {
    List<Batch> batches = batches(loss, 10);
    Intervals one = metrics(loss, batches, 1).intervals().orElseThrow();
    assertThat(one.rows()).isEqualTo(14 * 10 + 13 * 7);
    assertThat(one.metrics().values()).anyMatch(interval -> interval.interval().isPresent());
    for (int partitions : new int[] {2, 7}) {
      assertThat(metrics(loss, batches, partitions).intervals()).contains(one);
    }
  }

  /** Other random numbers belong to the rows then, so that ends differ by what chance does. */
  @Test
  void intervalsHardlyDependOnTheOrderOfRows() {
    List<Batch> batches = new ArrayList<>(batches(Losses.SQUARED_ERROR, 60));
    Metrics metrics = metrics(Losses.SQUARED_ERROR, batches, 2);
    Collections.shuffle(batches, new Random(2));
    Metrics shuffled = metrics(Losses.SQUARED_ERROR, batches, 7);
    for (BootstrapMetric metric : metrics.intervals().orElseThrow().metrics().keySet()) {
      ConfidenceInterval ends = metrics.intervals().orElseThrow().of(metric).orElseThrow();
      ConfidenceInterval others = shuffled.intervals().orElseThrow().of(metric).orElseThrow();
      double width = ends.upper() - ends.lower();
      assertThat(Math.abs(others.lower() - ends.lower())).isLessThan(0.3 * width);
      assertThat(Math.abs(others.upper() - ends.upper())).isLessThan(0.3 * width);
      assertThat(others).isNotEqualTo(ends);
    }
  }

  @Test
  void manyRowsAreSampledTheSameWayEachTime() {
    List<Batch> batches = batches(Losses.BINARY_CROSS_ENTROPY, 1800);
    Metrics metrics = metrics(Losses.BINARY_CROSS_ENTROPY, batches, 5);
    assertThat(metrics.samples()).isEqualTo(14 * 1800 + 13 * 7);
    Intervals intervals = metrics.intervals().orElseThrow();
    assertThat(intervals.rows()).isBetween(12_640, 12_655); // every second one
    assertThat(metrics(Losses.BINARY_CROSS_ENTROPY, batches, 5).intervals()).contains(intervals);
    assertThat(metrics.fields().get("intervals"))
        .isEqualTo(intervals.fields())
        .extracting("rows")
        .isEqualTo(intervals.rows());
    ConfidenceInterval accuracy = intervals.of(BootstrapMetric.ACCURACY).orElseThrow();
    double error = Math.sqrt(0.25 / metrics.samples());
    assertThat((accuracy.upper() - accuracy.lower()) / (2 * 1.96))
        .isBetween(0.8 * error, 1.2 * error);
  }

  /** Sums of products of 10³⁰⁸ are infinite, of which there is no softmax and no error. */
  @ParameterizedTest
  @EnumSource(
      value = Losses.class,
      names = {"SOFTMAX_CROSS_ENTROPY", "HUBER"})
  void predictionsThatAreNotFiniteAreAFaultOfTheData(Losses name) {
    Target target = target(name);
    LossFunction loss = LossFunction.of(name);
    int outputs = loss.outputs(target.size());
    Network network = Network.of(2, List.of(4), Activations.named("relu").get(), outputs).of(loss);
    double[] parameters = new double[network.parameterCount()];
    Arrays.fill(parameters, 2);
    DoubleMatrix inputs = DoubleMatrix.columnMajor(new double[] {1e308, 1e308}, 0, 1, 2);
    Batch batch = new Batch(inputs, RandomBatch.targets(name.targets(), 1, target.size(), 1));
    SparkEvaluation evaluation =
        new SparkEvaluation(
            spark, new Computation(network, Precision.DOUBLE, BlasPreference.AUTO), target);
    JavaRDD<Batch> rows = spark.parallelize(List.of(batch), 1);
    Throwable thrown = catchThrowable(() -> evaluation.metricsWithIntervals(parameters, rows, 1));
    assertThat(Failure.of(thrown).code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(Failure.of(thrown).message()).contains("too large for the model");
  }
}
