package org.sparkbackprop.spark;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Score;

/** Cost and confusion counts over all partitions: one Spark job a score, forward only. */
public final class SparkScoring {

  private SparkScoring() {}

  /** The score of some weights over labelled batches. */
  public static Score score(
      JavaSparkContext spark, Computation computation, double[] weights, JavaRDD<Batch> batches) {
    Broadcast<double[]> broadcast = spark.broadcast(weights);
    try {
      // collect gives the partitions in their order, so that the sum has always the same bits
      return batches.mapPartitions(new ScorePartition(computation, broadcast)).collect().stream()
          .reduce(new Score(computation.network().classes()), Score::add);
    } finally {
      broadcast.destroy();
    }
  }

  private record ScorePartition(Computation computation, Broadcast<double[]> weights)
      implements FlatMapFunction<Iterator<Batch>, Score> {

    @Override
    public Iterator<Score> call(Iterator<Batch> batches) {
      ForwardPass forward = computation.forwardPass(weights.value());
      Score score = new Score(computation.network().classes());
      batches.forEachRemaining(batch -> forward.addScore(batch, score));
      return List.of(score).iterator();
    }
  }
}
