package org.sparkbackprop.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;
import org.sparkbackprop.training.LocalObjective;

/** Cost, accuracy and gradient over all partitions: one Spark job an evaluation. */
public final class SparkObjective implements Objective {

  private final JavaSparkContext spark;
  private final Network network;
  private final JavaRDD<Batch> batches;

  /** The objective of a network over batches, which should be cached. */
  public SparkObjective(JavaSparkContext spark, Network network, JavaRDD<Batch> batches) {
    this.spark = spark;
    this.network = network;
    this.batches = batches;
  }

  @Override
  public Evaluation evaluate(double[] at) {
    Broadcast<double[]> weights = spark.broadcast(at);
    try {
      return LocalObjective.evaluation(
          TreeSum.over(batches, new PartitionGradients(network, weights)));
    } finally {
      weights.destroy();
    }
  }
}
