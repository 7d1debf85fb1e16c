package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.MetricSums;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.metrics.PredictionCheck;
import org.sparkbackprop.metrics.RowSample;
import org.sparkbackprop.metrics.SampledMetrics;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.network.loss.Temperatures;

/** Forward passes over all partitions: predictions, their score, and the comparison of models. */
public final class SparkScoring {

  private static final double[] NONE = {};

  private SparkScoring() {}

  /** The score of a network with these parameters over labelled batches, in one job. */
  public static Score score(
      JavaSparkContext spark,
      Computation computation,
      double[] parameters,
      JavaRDD<Batch> batches) {
    return score(spark, computation, parameters, batches, Temperatures.NONE);
  }

  /** The same with the costs at some temperatures. */
  public static Score score(
      JavaSparkContext spark,
      Computation computation,
      double[] parameters,
      JavaRDD<Batch> batches,
      Temperatures temperatures) {
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      ScoreOfPartition scoring = new ScoreOfPartition(computation, sent, temperatures);
      // in the order of the partitions, so that the sum always has the same bits
      return PartitionJob.run(batches.rdd(), scoring, Score.class).stream()
          .reduce(Score::add)
          .orElseThrow();
    }
  }

  /**
   * The metrics of a predictor that are sums, with a sample of the rows, in one job.
   *
   * @param empty sums for its predictions
   * @param step the distance of the sampled rows, or {@link RowSample#NONE}
   */
  static SampledMetrics measured(
      JavaSparkContext spark,
      Predictor predictor,
      MetricSums empty,
      double[] parameters,
      JavaRDD<Batch> batches,
      long step) {
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      MeasurePartition function = new MeasurePartition(predictor, sent, empty, step);
      // in the order of the partitions, so that the sums always have the same bits
      Measured all =
          PartitionJob.run(batches.rdd(), function, Measured.class).stream()
              .reduce(Measured::merge)
              .orElseThrow();
      Metrics metrics =
          all.score() == null ? all.sums().metricsWithoutCost() : all.sums().metrics(all.score());
      return new SampledMetrics(metrics, all.sample());
    }
  }

  /**
   * What was found in some rows.
   *
   * @param score null if the cost is not computed
   */
  private record Measured(Score score, MetricSums sums, RowSample sample) implements Serializable {
    Measured merge(Measured other) {
      return new Measured(
          score == null ? null : score.add(other.score),
          sums.merge(other.sums),
          sample.merge(other.sample));
    }
  }

  private record MeasurePartition(
      Predictor predictor, TaskParameters parameters, MetricSums empty, long step)
      implements PartitionFunction<Batch, Measured> {

    @Override
    public Measured of(int partition, Iterator<Batch> batches) {
      MetricSums sums = empty.empty();
      RowSample sample = new RowSample(step, partition);
      ForwardPass.Observer observer =
          (batch, predictions) -> {
            sums.add(predictions, batch.targets(), batch.weights());
            sample.add(predictions, batch.targets());
          };
      if (predictor.translation() == null) {
        Score score =
            predictor
                .computation()
                .forwardPass(parameters.value())
                .score(batches, Temperatures.NONE, observer);
        return new Measured(score, sums, sample);
      }
      Predictor.Forward forward = predictor.forward(parameters.value());
      batches.forEachRemaining(batch -> observer.saw(batch, forward.predictions(batch)));
      return new Measured(null, sums, sample);
    }
  }

  private record ScoreOfPartition(
      Computation computation, TaskParameters parameters, Temperatures temperatures)
      implements PartitionFunction<Batch, Score> {

    @Override
    public Score of(int partition, Iterator<Batch> batches) {
      return computation.forwardPass(parameters.value()).score(batches, temperatures);
    }
  }

  /**
   * What the network predicts for every row, such as the probability of each class, in blocks of
   * rows, in the order of the batches.
   *
   * @param parameters to be closed when the blocks have been computed
   */
  public static JavaRDD<double[][]> predictions(
      Computation computation, TaskParameters parameters, JavaRDD<Batch> batches) {
    return batches.mapPartitions(new PredictPartition(computation, parameters));
  }

  private record PredictPartition(Computation computation, TaskParameters parameters)
      implements FlatMapFunction<Iterator<Batch>, double[][]> {

    @Override
    public Iterator<double[][]> call(Iterator<Batch> batches) {
      ForwardPass forward = computation.forwardPass(parameters.value());
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return batches.hasNext();
        }

        @Override
        public double[][] next() {
          DoubleMatrix y = forward.predictions(batches.next().inputs());
          double[][] rows = new double[y.rows()][];
          Arrays.setAll(rows, y::row);
          return rows;
        }
      };
    }
  }

  /**
   * A model in service, for rows that are prepared for a challenger.
   *
   * @param computation of its network
   * @param parameters flat
   * @param translation of rows and predictions
   * @param places for each of its classes the number of the same class of the challenger; the
   *     challenger's number of classes if it does not have the class; none if it predicts something
   *     else
   * @param decision how it chooses a class
   */
  public record Champion(
      Computation computation,
      double[] parameters,
      RowTranslation translation,
      List<Integer> places,
      Decision decision) {}

  /**
   * What two models predict for the same rows.
   *
   * @param check of the predictions
   * @param classes which classes they choose; empty if something else is predicted
   */
  public record Comparison(PredictionCheck check, Optional<PairedScore> classes) {}

  /**
   * Compares a challenger with a champion over the same rows, in one job.
   *
   * @param computation of the challenger
   * @param target of the challenger
   * @param written its parameters as its files have them
   * @param trained its parameters as training left them
   * @param batches labelled rows, prepared for the challenger
   */
  public static Comparison compare(
      JavaSparkContext spark,
      Computation computation,
      Target target,
      double[] written,
      double[] trained,
      Optional<Champion> champion,
      JavaRDD<Batch> batches) {
    try (TaskParameters ofWritten = TaskParameters.of(spark, written);
        TaskParameters ofTrained = TaskParameters.of(spark, trained);
        TaskParameters served =
            TaskParameters.of(spark, champion.map(Champion::parameters).orElse(NONE))) {
      ComparePartition function =
          new ComparePartition(
              computation,
              target,
              ofWritten,
              ofTrained,
              champion.map(Served::of).orElse(null),
              served);
      Compared all =
          PartitionJob.run(batches.rdd(), function, Compared.class).stream()
              .reduce(Compared.none(target), Compared::add);
      return new Comparison(all.check(), Optional.ofNullable(all.classes()));
    }
  }

  /**
   * What was found in some rows.
   *
   * @param classes null if something else is predicted
   */
  private record Compared(PredictionCheck check, PairedScore classes) implements Serializable {

    static Compared none(Target target) {
      return new Compared(
          new PredictionCheck(), target.isClass() ? new PairedScore(target.size()) : null);
    }

    Compared add(Compared other) {
      return new Compared(
          check.add(other.check), classes == null ? null : classes.add(other.classes));
    }
  }

  /** What a task needs of a champion besides its parameters. */
  private record Served(
      Computation computation, RowTranslation translation, int[] places, Decision decision)
      implements Serializable {

    static Served of(Champion champion) {
      return new Served(
          champion.computation(),
          champion.translation(),
          champion.places().stream().mapToInt(Integer::intValue).toArray(),
          champion.decision());
    }
  }

  private record ComparePartition(
      Computation computation,
      Target target,
      TaskParameters written,
      TaskParameters trained,
      Served champion,
      TaskParameters served)
      implements PartitionFunction<Batch, Compared> {

    @Override
    public Compared of(int partition, Iterator<Batch> batches) {
      ForwardPass first = computation.forwardPass(written.value());
      ForwardPass second = computation.forwardPass(trained.value());
      ForwardPass third =
          champion == null ? null : champion.computation().forwardPass(served.value());
      PairedScore.Decisions decisions =
          new PairedScore.Decisions(
              target.decision(), champion == null ? null : champion.decision());
      int[] places = champion == null ? null : champion.places();
      Compared counts = Compared.none(target);
      batches.forEachRemaining(
          batch -> {
            DoubleMatrix ofWritten = first.predictions(batch.inputs());
            DoubleMatrix ofTrained = second.predictions(batch.inputs());
            DoubleMatrix ofServed =
                third == null
                    ? null
                    : third.predictions(champion.translation().inputs(batch.inputs()));
            counts.check().count(ofWritten, ofTrained, ofServed);
            if (target.isClass()) {
              counts.classes().count(batch, ofWritten, ofServed, places, decisions);
            }
          });
      return counts;
    }
  }
}
