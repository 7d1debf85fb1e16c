package org.sparkbackprop.cluster;

import org.apache.spark.SparkConf;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;

/** Spark's cluster cannot be reached, or nobody there works for the run. */
final class ClusterException extends BackpropException {

  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(ExitCode.CLUSTER_UNAVAILABLE, message, cause);
  }

  /**
   * Spark did not start.
   *
   * @param cause what it threw; null if it said to its log alone that the master does not take it
   */
  static ClusterException atStart(SparkConf conf, Throwable cause) {
    String said =
        cause == null || Failure.isOfTheCluster(cause)
            ? "it does not answer, or refuses this application"
            : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String authentication =
        conf.getBoolean("spark.authenticate", false)
            ? "its spark.authenticate.secret is the one given here"
            : "it asks for no authentication (spark.authenticate is not set here)";
    return new ClusterException(
        ("Spark does not start with master %s: %s; check spark.master, that the cluster is up and has"
                + " the same version of Spark, and that %s; Spark's log says more")
            .formatted(conf.get("spark.master"), said, authentication),
        cause);
  }
}
