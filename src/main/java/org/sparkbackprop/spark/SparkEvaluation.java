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
import org.sparkbackprop.metrics.MetricSums;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.metrics.OrderedRows;
import org.sparkbackprop.metrics.Rankings;
import org.sparkbackprop.metrics.RowSample;
import org.sparkbackprop.metrics.SampledMetrics;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.LossFunction;
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
  private final Predictor predictor;
  private final Target target;
  private final LossFunction loss;

  /** An evaluation of a network for this target. */
  public SparkEvaluation(JavaSparkContext spark, Computation computation, Target target) {
    this(spark, Predictor.of(computation), target, computation.network().loss());
  }

  /**
   * An evaluation of a model over rows that are prepared for another one, in that one's terms. The
   * cost of its metrics is NaN.
   *
   * @param target of the other model, with the decision of this one
   * @param loss of the other model
   */
  public SparkEvaluation(
      JavaSparkContext spark,
      Computation computation,
      RowTranslation translation,
      Target target,
      LossFunction loss) {
    this(spark, new Predictor(computation, translation), target, loss);
  }

  private SparkEvaluation(
      JavaSparkContext spark, Predictor predictor, Target target, LossFunction loss) {
    this.spark = spark;
    this.predictor = predictor;
    this.target = target;
    this.loss = loss;
  }

  /** All metrics with these parameters. */
  public Metrics metrics(double[] parameters, JavaRDD<Batch> batches) {
    return measured(parameters, batches, RowSample.NONE).metrics();
  }

  /**
   * All metrics with these parameters, with intervals of those that say most. The same job also
   * brings a sample of the rows, which is resampled in the driver.
   *
   * @param rows number of rows
   */
  public Metrics metricsWithIntervals(double[] parameters, JavaRDD<Batch> batches, long rows) {
    Bootstrap bootstrap = new Bootstrap(target, loss);
    SampledMetrics measured = measured(parameters, batches, bootstrap.step(rows));
    return bootstrap.withIntervals(measured);
  }

  /**
   * All metrics with a sample of the rows, which can be resampled.
   *
   * @param step the distance of the sampled rows, or {@link RowSample#NONE}
   */
  public SampledMetrics measured(double[] parameters, JavaRDD<Batch> batches, long step) {
    MetricSums empty = new MetricSums(target, loss);
    SampledMetrics sums = SparkScoring.measured(spark, predictor, empty, parameters, batches, step);
    return new SampledMetrics(complete(parameters, batches, sums.metrics()), sums.sample());
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
    int columns = loss.outputs(target.size());
    return rows * columns <= SORTED_IN_DRIVER
        ? LocalRanking.quantiles(columns, errors.collect().iterator(), QuantileSearch.MEDIAN)
        : SparkRanking.medians(errors, columns);
  }

  private JavaRDD<ScoredBlock> scored(
      TaskParameters parameters, JavaRDD<Batch> batches, RowWeight weight) {
    return batches.mapPartitions(new ScorePartition(predictor, parameters, target, weight));
  }

  private JavaRDD<ValueBlock> errors(
      TaskParameters parameters, JavaRDD<Batch> batches, RowWeight weight) {
    return batches.mapPartitions(
        new ErrorsOfPartition(predictor, parameters, target, loss, weight));
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
      Predictor predictor, TaskParameters parameters, Target target, RowWeight weight)
      implements FlatMapFunction<Iterator<Batch>, ScoredBlock> {

    @Override
    public Iterator<ScoredBlock> call(Iterator<Batch> batches) {
      Predictor.Forward forward = predictor.forward(parameters.value());
      return stream(batches)
          .map(
              batch ->
                  OrderedRows.scored(
                      target, forward.predictions(batch), batch.targets(), weight.of(batch)))
          .iterator();
    }
  }

  /** The absolute errors of the rows of a partition, in the units of their columns. */
  private record ErrorsOfPartition(
      Predictor predictor,
      TaskParameters parameters,
      Target target,
      LossFunction loss,
      RowWeight weight)
      implements FlatMapFunction<Iterator<Batch>, ValueBlock> {

    @Override
    public Iterator<ValueBlock> call(Iterator<Batch> batches) {
      Predictor.Forward forward = predictor.forward(parameters.value());
      return stream(batches)
          .map(
              batch ->
                  OrderedRows.errors(
                      target, loss, forward.predictions(batch), batch.targets(), weight.of(batch)))
          .iterator();
    }
  }

  private static Stream<Batch> stream(Iterator<Batch> batches) {
    Iterable<Batch> once = () -> batches;
    return StreamSupport.stream(once.spliterator(), /* parallel= */ false);
  }
}
