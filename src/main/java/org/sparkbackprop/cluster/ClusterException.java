package org.sparkbackprop.cluster;

import org.apache.spark.SparkConf;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.Message;

/** Spark's cluster cannot be reached, or has no executor for the run. */
final class ClusterException extends BackpropException {

  private static final long serialVersionUID = 1;

  ClusterException(String message, Throwable cause) {
    super(ExitCode.CLUSTER_UNAVAILABLE, message, cause);
  }

  /**
   * Spark did not start.
   *
   * @param cause what it threw; null if only its log says that the master refused the application
   */
  static ClusterException atStart(SparkConf conf, Throwable cause) {
    String said =
        cause == null || Failure.isOfTheCluster(cause)
            ? "it does not answer, or refuses this application"
            : String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String authentication =
        conf.getBoolean("spark.authenticate", false)
            ? "has the same spark.authenticate.secret"
            : "needs no authentication (spark.authenticate is not set here)";
    return new ClusterException(
        Message.of(
            "Spark does not start with master %s: %s; check spark.master, and that the cluster is"
                + " up, has the same version of Spark and %s; see Spark's log for details",
            conf.get("spark.master"), said, authentication),
        cause);
  }
}
