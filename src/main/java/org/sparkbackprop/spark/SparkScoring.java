package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.MetricSums;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.metrics.RowSample;
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

  /** The metrics of a network with these parameters over labelled batches, in one job. */
  public static Metrics metrics(
      JavaSparkContext spark,
      Computation computation,
      Target target,
      double[] parameters,
      JavaRDD<Batch> batches) {
    return measured(spark, computation, target, parameters, batches, RowSample.NONE).metrics();
  }

  /**
   * Metrics of rows.
   *
   * @param sample of the rows
   */
  record MeasuredRows(Metrics metrics, RowSample sample) {}

  /**
   * The metrics with a sample of the rows, in one job.
   *
   * @param step the distance of the sampled rows, or {@link RowSample#NONE}
   */
  static MeasuredRows measured(
      JavaSparkContext spark,
      Computation computation,
      Target target,
      double[] parameters,
      JavaRDD<Batch> batches,
      long step) {
    MetricSums empty = new MetricSums(target, computation.network().loss());
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      MeasurePartition function = new MeasurePartition(computation, sent, empty, step);
      // in the order of the partitions, so that the sums always have the same bits
      Measured all =
          PartitionJob.run(batches.rdd(), function, Measured.class).stream()
              .reduce(Measured::merge)
              .orElseThrow();
      return new MeasuredRows(all.sums().metrics(all.score()), all.sample());
    }
  }

  /** What was found in some rows. */
  private record Measured(Score score, MetricSums sums, RowSample sample) implements Serializable {
    Measured merge(Measured other) {
      return new Measured(
          score.add(other.score), sums.merge(other.sums), sample.merge(other.sample));
    }
  }

  private record MeasurePartition(
      Computation computation, TaskParameters parameters, MetricSums empty, long step)
      implements PartitionFunction<Batch, Measured> {
    @Override
    public Measured of(int partition, Iterator<Batch> batches) {
      MetricSums sums = empty.empty();
      RowSample sample = new RowSample(step, partition);
      Score score =
          computation
              .forwardPass(parameters.value())
              .score(
                  batches,
                  Temperatures.NONE,
                  (batch, predictions) -> {
                    sums.add(predictions, batch.targets(), batch.weights());
                    sample.add(predictions, batch.targets());
                  });
      return new Measured(score, sums, sample);
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
   * A model in service, for rows as they are prepared for the challenger.
   *
   * @param computation of its network
   * @param parameters flat
   * @param places for each of its classes the number of the same class of the challenger; the
   *     challenger's number of classes if it does not have the class
   * @param change of the rows, if they are not prepared for it
   */
  public record Champion(
      Computation computation,
      double[] parameters,
      List<Integer> places,
      Optional<InputChange> change) {}

  /** Makes the inputs of one model from those of another. */
  public interface InputChange extends Serializable {

    /** The same rows for the other model. */
    Block of(Block inputs);
  }

  /**
   * Compares a challenger with a champion over the same rows, in one job.
   *
   * @param computation of the challenger
   * @param written its parameters as its files have them
   * @param trained its parameters as training left them
   * @param batches labelled rows, prepared for the challenger
   */
  public static PairedScore compare(
      JavaSparkContext spark,
      Computation computation,
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
              ofWritten,
              ofTrained,
              champion.map(Champion::computation).orElse(null),
              served,
              champion
                  .map(known -> known.places().stream().mapToInt(Integer::intValue).toArray())
                  .orElse(null),
              champion.flatMap(Champion::change).orElse(null));
      return PartitionJob.run(batches.rdd(), function, PairedScore.class).stream()
          .reduce(new PairedScore(computation.network().predictions()), PairedScore::add);
    }
  }

  private record ComparePartition(
      Computation computation,
      TaskParameters written,
      TaskParameters trained,
      Computation ofChampion,
      TaskParameters served,
      int[] places,
      InputChange change)
      implements PartitionFunction<Batch, PairedScore> {

    @Override
    public PairedScore of(int partition, Iterator<Batch> batches) {
      ForwardPass first = computation.forwardPass(written.value());
      ForwardPass second = computation.forwardPass(trained.value());
      ForwardPass third = ofChampion == null ? null : ofChampion.forwardPass(served.value());
      PairedScore score = new PairedScore(computation.network().predictions());
      batches.forEachRemaining(
          batch ->
              score.count(
                  batch,
                  first.predictions(batch.inputs()),
                  second.predictions(batch.inputs()),
                  third == null ? null : third.predictions(ofChampion(batch.inputs())),
                  places));
      return score;
    }

    private Block ofChampion(Block inputs) {
      return change == null ? inputs : change.of(inputs);
    }
  }
}
