package org.sparkbackprop.spark;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.metrics.Bootstrap;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.LabelsMetrics;
import org.sparkbackprop.metrics.Medians;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.metrics.OrderedRows;
import org.sparkbackprop.metrics.Rankings;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.spark.ranking.SparkRanking;

/**
 * All that is measured of a network over labelled rows. What is a sum takes one job; what needs an
 * order, such as areas under curves and medians, is sorted in the driver if there are few rows,
 * else by a shuffle.
 */
public final class SparkEvaluation {

  /** Numbers that are sorted in the driver: 32 MB and as much again. */
  private static final long SORTED_IN_DRIVER = 1 << 22;

  private static final double[] NO_WEIGHTS = {};

  private final JavaSparkContext spark;
  private final Computation computation;
  private final Target target;

  /** An evaluation of a network for this target. */
  public SparkEvaluation(JavaSparkContext spark, Computation computation, Target target) {
    this.spark = spark;
    this.computation = computation;
    this.target = target;
  }

  /** All metrics with these parameters. */
  public Metrics metrics(double[] parameters, JavaRDD<Batch> batches) {
    return complete(
        parameters, batches, SparkScoring.metrics(spark, computation, target, parameters, batches));
  }

  /**
   * All metrics with these parameters, with intervals of those that say most. The same job also
   * brings a sample of the rows, which is resampled in the driver.
   *
   * @param rows number of rows
   */
  public Metrics metricsWithIntervals(double[] parameters, JavaRDD<Batch> batches, long rows) {
    Bootstrap bootstrap = new Bootstrap(target, computation.network().loss());
    SparkScoring.MeasuredRows measured =
        SparkScoring.measured(
            spark, computation, target, parameters, batches, bootstrap.step(rows));
    Metrics all = complete(parameters, batches, measured.metrics());
    return bootstrap.withIntervals(all, measured.sample());
  }

  private Metrics complete(double[] parameters, JavaRDD<Batch> batches, Metrics sums) {
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      if (sums instanceof NumberMetrics numbers) {
        return numbers.with(medians(sent, batches, numbers));
      }
      Rankings rankings = rankings(sent, batches, sums);
      return sums instanceof LabelsMetrics labels
          ? labels.with(rankings)
          : ((ClassMetrics) sums).with(rankings);
    }
  }

  /**
   * The rankings of all classes, or labels, where rows count by their weights if they have any.
   *
   * @param rows number of rows
   * @param questions to be answered besides
   */
  public List<Ranking> rankings(
      double[] parameters, JavaRDD<Batch> batches, long rows, RankingQuestions questions) {
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      return rankings(scored(sent, batches, RowWeight.OWN), rows, questions);
    }
  }

  private Rankings rankings(TaskParameters parameters, JavaRDD<Batch> batches, Metrics sums) {
    RankingQuestions questions = RankingQuestions.STANDARD;
    long rows = sums.samples();
    return new Rankings(
        rankings(scored(parameters, batches, RowWeight.ONE), rows, questions),
        sums.isWeighted()
            ? rankings(scored(parameters, batches, RowWeight.OWN), rows, questions)
            : List.of());
  }

  private List<Ranking> rankings(
      JavaRDD<ScoredBlock> blocks, long rows, RankingQuestions questions) {
    int columns = target.size();
    return rows * columns <= SORTED_IN_DRIVER
        ? LocalRanking.rankings(columns, blocks.collect().iterator(), questions)
        : SparkRanking.rankings(blocks, columns, questions);
  }

  private Medians medians(
      TaskParameters parameters, JavaRDD<Batch> batches, NumberMetrics metrics) {
    long rows = metrics.samples();
    return new Medians(
        medians(errors(parameters, batches, RowWeight.ONE), rows),
        metrics.isWeighted()
            ? medians(errors(parameters, batches, RowWeight.OWN), rows)
            : List.of());
  }

  private List<MetricValue> medians(JavaRDD<ValueBlock> errors, long rows) {
    int columns = computation.network().outputs();
    return rows * columns <= SORTED_IN_DRIVER
        ? LocalRanking.quantiles(columns, errors.collect().iterator(), QuantileSearch.MEDIAN)
        : SparkRanking.medians(errors, columns);
  }

  private JavaRDD<ScoredBlock> scored(
      TaskParameters parameters, JavaRDD<Batch> batches, RowWeight weight) {
    return batches.mapPartitions(new ScorePartition(computation, parameters, target, weight));
  }

  private JavaRDD<ValueBlock> errors(
      TaskParameters parameters, JavaRDD<Batch> batches, RowWeight weight) {
    return batches.mapPartitions(new ErrorsOfPartition(computation, parameters, target, weight));
  }

  /** How much a row counts. */
  private enum RowWeight {
    ONE,
    OWN;

    double[] of(Batch batch) {
      return this == OWN ? batch.weights() : NO_WEIGHTS;
    }
  }

  /** Probabilities and what is true of the rows of a partition. */
  private record ScorePartition(
      Computation computation, TaskParameters parameters, Target target, RowWeight weight)
      implements FlatMapFunction<Iterator<Batch>, ScoredBlock> {

    @Override
    public Iterator<ScoredBlock> call(Iterator<Batch> batches) {
      ForwardPass forward = computation.forwardPass(parameters.value());
      return stream(batches)
          .map(
              batch ->
                  OrderedRows.scored(
                      target,
                      forward.predictions(batch.inputs()),
                      batch.targets(),
                      weight.of(batch)))
          .iterator();
    }
  }

  /** The absolute errors of the rows of a partition, in the units of their columns. */
  private record ErrorsOfPartition(
      Computation computation, TaskParameters parameters, Target target, RowWeight weight)
      implements FlatMapFunction<Iterator<Batch>, ValueBlock> {

    @Override
    public Iterator<ValueBlock> call(Iterator<Batch> batches) {
      ForwardPass forward = computation.forwardPass(parameters.value());
      return stream(batches)
          .map(
              batch ->
                  OrderedRows.errors(
                      target,
                      computation.network().loss(),
                      forward.predictions(batch.inputs()),
                      batch.targets(),
                      weight.of(batch)))
          .iterator();
    }
  }

  private static Stream<Batch> stream(Iterator<Batch> batches) {
    Iterable<Batch> once = () -> batches;
    return StreamSupport.stream(once.spliterator(), /* parallel= */ false);
  }
}
