package org.sparkbackprop.spark;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.Score;

/** What predictions are worth over all partitions: one Spark job a score, forward only. */
public final class SparkScoring {

  private SparkScoring() {}

  /** The score of some parameters over labelled batches. */
  public static Score score(
      JavaSparkContext spark,
      Computation computation,
      double[] parameters,
      JavaRDD<Batch> batches) {
    try (TaskParameters sent = TaskParameters.of(spark, parameters)) {
      // in the order of the partitions, so that the sum has always the same bits
      return PartitionJob.run(batches.rdd(), new OfPartition(computation, sent), Score.class)
          .stream()
          .reduce(Score::add)
          .orElseThrow();
    }
  }

  private record OfPartition(Computation computation, TaskParameters parameters)
      implements PartitionFunction<Batch, Score> {

    @Override
    public Score of(int partition, Iterator<Batch> batches) {
      return computation.forwardPass(parameters.value()).score(batches);
    }
  }
}
