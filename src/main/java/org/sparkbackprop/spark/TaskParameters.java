package org.sparkbackprop.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Parameters on their way to the tasks of one job. A broadcast costs about a millisecond: few
 * parameters travel within the function, which Spark broadcasts in any case.
 *
 * @param few the parameters, if they travel within the function; else null
 * @param many their broadcast; null if they are few
 */
public record TaskParameters(double[] few, Broadcast<Packed<double[]>> many)
    implements Serializable, AutoCloseable {

  /** 64 KB. */
  static final int MAX_WITHIN_THE_FUNCTION = 8192;

  /** Sends parameters on their way. */
  public static TaskParameters of(JavaSparkContext spark, double[] parameters) {
    return parameters.length <= MAX_WITHIN_THE_FUNCTION
        ? new TaskParameters(parameters, null)
        : new TaskParameters(null, spark.broadcast(new Packed<>(parameters)));
  }

  /** The flat parameters; not to be modified. */
  double[] value() {
    return many == null ? few : many.value().value();
  }

  /** Frees their memory on driver and executors. */
  @Override
  public void close() {
    if (many != null) {
      many.destroy();
    }
  }
}
