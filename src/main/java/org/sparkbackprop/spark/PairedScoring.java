package org.sparkbackprop.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;

/** Two models over the same rows in one Spark job. */
public final class PairedScoring {

  private PairedScoring() {}

  /**
   * A model in service, for rows as they are prepared for the challenger.
   *
   * @param computation of its network
   * @param parameters flat
   * @param places for each of its classes which of the challenger's it is; the number of those if
   *     it is none
   */
  public record Champion(Computation computation, double[] parameters, List<Integer> places) {}

  /**
   * Scores both.
   *
   * @param computation of the challenger
   * @param written its parameters as its files have them
   * @param trained its parameters as training left them
   * @param batches labelled rows, prepared for the challenger
   */
  public static PairedScore score(
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
      OfPartition function =
          new OfPartition(
              computation,
              ofWritten,
              ofTrained,
              champion.map(Champion::computation).orElse(null),
              served,
              champion.map(PairedScoring::places).orElse(null));
      return PartitionJob.run(batches.rdd(), function, PairedScore.class).stream()
          .reduce(new PairedScore(computation.network().outputs()), PairedScore::add);
    }
  }

  private static final double[] NONE = {};

  private static int[] places(Champion champion) {
    return champion.places().stream().mapToInt(Integer::intValue).toArray();
  }

  private record OfPartition(
      Computation computation,
      TaskParameters written,
      TaskParameters trained,
      Computation ofChampion,
      TaskParameters served,
      int[] places)
      implements PartitionFunction<Batch, PairedScore> {

    @Override
    public PairedScore of(int partition, Iterator<Batch> batches) {
      ForwardPass first = computation.forwardPass(written.value());
      ForwardPass second = computation.forwardPass(trained.value());
      ForwardPass third = ofChampion == null ? null : ofChampion.forwardPass(served.value());
      PairedScore score = new PairedScore(computation.network().outputs());
      batches.forEachRemaining(
          batch ->
              score.count(
                  batch,
                  first.predictions(batch.inputs()),
                  second.predictions(batch.inputs()),
                  third == null ? null : third.predictions(batch.inputs()),
                  places));
      return score;
    }
  }
}
