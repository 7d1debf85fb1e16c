package org.sparkbackprop.benchmark;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.settings.MixedKernels;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.spark.SparkObjective;
import org.sparkbackprop.training.loop.LocalObjective;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * What Spark costs an epoch of the classic data in two partitions: a job that does nothing, our
 * gradient, and a treeAggregate with lambdas, turn by turn; and the gradient without Spark. In
 * seconds, medians.
 */
final class SparkCosts {

  private static final int PARTITIONS = 2;
  private static final int ROUNDS = 12;
  private static final int JOBS = 150;
  private static final int LAMBDA_JOBS = 40;
  private static final int LOCAL = 20_000;
  private static final ClassTag<Integer> INTEGERS =
      scala.reflect.ClassTag$.MODULE$.apply(Integer.class);

  private final JavaSparkContext spark;
  private final JavaRDD<Batch> batches;
  private final double[] weights = Initializer.parameters(Workloads.CLOUDS, 1);

  private SparkCosts(JavaSparkContext spark) {
    this.spark = spark;
    PreparedData data =
        Workloads.load(spark, Workloads.clouds(), OptionalInt.of(PARTITIONS), Precision.DOUBLE);
    this.batches = data.training().batches();
  }

  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(Workloads.spark())) {
      new SparkCosts(spark).measure();
    }
  }

  private void measure() {
    LambdaClouds lambda = new LambdaClouds(spark, rows());
    Computation computation =
        new Computation(Workloads.CLOUDS, Precision.DOUBLE, BlasPreference.AUTO);
    SparkObjective objective =
        new SparkObjective(spark, computation, batches, new KernelWatch(MixedKernels.REFUSED));
    LocalObjective local = new LocalObjective(Workloads.CLOUDS, List.of(batches.collect()));
    double[] bare = new double[ROUNDS];
    double[] ours = new double[ROUNDS];
    double[] lambdas = new double[ROUNDS];
    double[] alone = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      bare[round] = secondsOf(JOBS, this::runBareJob);
      ours[round] = secondsOf(JOBS, () -> objective.evaluate(weights).cost());
      lambdas[round] = secondsOf(LAMBDA_JOBS, () -> lambda.evaluate(weights)[0]);
      alone[round] = secondsOf(LOCAL, () -> local.evaluate(weights).cost());
    }
    Figures.print("job.bare", Figures.median(bare));
    Figures.print("job.ours", Figures.median(ours));
    Figures.print("job.lambda", Figures.median(lambdas));
    Figures.print("clouds.gradient", Figures.median(alone));
  }

  /** The mean of so many, in seconds. */
  private static double secondsOf(int times, DoubleSupplier work) {
    double sum = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      sum += work.getAsDouble();
    }
    double seconds = (System.nanoTime() - begin) * 1e-9 / times;
    if (Double.isNaN(sum)) { // nothing may be left out as unused
      throw new IllegalStateException("not a number");
    }
    return seconds;
  }

  private JavaRDD<double[]> rows() {
    List<double[]> rows =
        batches.collect().stream()
            .flatMap(
                batch ->
                    IntStream.range(0, batch.size())
                        .mapToObj(
                            i ->
                                new double[] {
                                  batch.inputs().element(i, 0),
                                  batch.inputs().element(i, 1),
                                  ClassLabels.of(batch.targets())[i]
                                }))
            .toList();
    JavaRDD<double[]> cached = spark.parallelize(rows, PARTITIONS).cache();
    cached.count();
    return cached;
  }

  private double runBareJob() {
    List<Object> partitions = IntStream.range(0, PARTITIONS).<Object>mapToObj(i -> i).toList();
    spark
        .sc()
        .runJob(
            batches.rdd(),
            new Nothing(),
            CollectionConverters.asScala(partitions).toSeq(),
            new Ignore(),
            INTEGERS);
    return 0;
  }

  private static final class Nothing
      extends AbstractFunction2<TaskContext, Iterator<Batch>, Integer> implements Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public Integer apply(TaskContext context, Iterator<Batch> batches) {
      return 0;
    }
  }

  private static final class Ignore extends AbstractFunction2<Object, Integer, BoxedUnit> {

    @Override
    public BoxedUnit apply(Object partition, Integer result) {
      return BoxedUnit.UNIT;
    }
  }
}
