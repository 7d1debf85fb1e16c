package org.sparkbackprop.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Parameters on their way to the tasks of one job. A broadcast of its own costs about a
 * millisecond: few parameters travel within the function, which Spark broadcasts in any case.
 */
public sealed interface TaskParameters extends Serializable, AutoCloseable {

  /** Parameters of 64 KB. */
  int MAX_WITHIN_THE_FUNCTION = 8192;

  /** The flat parameters; not to be modified. */
  double[] value();

  /** Frees what they take on driver and executors. */
  @Override
  void close();

  /** Sends parameters on their way. */
  static TaskParameters of(JavaSparkContext spark, double[] parameters) {
    return parameters.length <= MAX_WITHIN_THE_FUNCTION
        ? new WithinFunction(parameters)
        : new Broadcasted(spark.broadcast(new Packed<>(parameters)));
  }

  /** Few parameters. */
  record WithinFunction(double[] value) implements TaskParameters {

    @Override
    public void close() {
      // they go with the function
    }
  }

  /** Many parameters. */
  record Broadcasted(Broadcast<Packed<double[]>> broadcast) implements TaskParameters {

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
