package org.sparkbackprop.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Weights on their way to the tasks of one job. A broadcast of its own costs about a millisecond:
 * few weights travel within the function, which Spark broadcasts in any case.
 */
public sealed interface TaskWeights extends Serializable, AutoCloseable {

  /** Weights of 64 KB. */
  int MAX_WITHIN_THE_FUNCTION = 8192;

  /** The flat weights; not to be modified. */
  double[] value();

  /** Frees what they take on driver and executors. */
  @Override
  void close();

  /** Sends weights on their way. */
  static TaskWeights of(JavaSparkContext spark, double[] weights) {
    return weights.length <= MAX_WITHIN_THE_FUNCTION
        ? new WithinFunction(weights)
        : new Broadcasted(spark.broadcast(new Packed<>(weights)));
  }

  /** Few weights. */
  record WithinFunction(double[] value) implements TaskWeights {

    @Override
    public void close() {
      // they go with the function
    }
  }

  /** Many weights. */
  record Broadcasted(Broadcast<Packed<double[]>> broadcast) implements TaskWeights {

    @Override
    public double[] value() {
      return broadcast.value().value();
    }

    @Override
    public void close() {
      broadcast.destroy();
    }
  }
}
