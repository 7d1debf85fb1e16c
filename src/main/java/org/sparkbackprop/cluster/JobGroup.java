package org.sparkbackprop.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;

/** What a Spark job is for: how Spark's user interface and its status API group jobs. */
public enum JobGroup {
  /** Input files and tables are inspected and packed. */
  READING("reading"),
  /** Short trials that find a learning rate. */
  LEARNING_RATE("learning-rate"),
  /** Epochs. */
  TRAINING("training"),
  /** The validation part is scored between epochs. */
  VALIDATION("validation"),
  /** A model or the final weights are scored. */
  SCORING("scoring");

  /** What {@link SparkContext#setJobGroup} sets. */
  private static final List<String> PROPERTIES =
      List.of(
          SparkContext$.MODULE$.SPARK_JOB_GROUP_ID(),
          SparkContext$.MODULE$.SPARK_JOB_DESCRIPTION(),
          SparkContext$.MODULE$.SPARK_JOB_INTERRUPT_ON_CANCEL());

  private final String id;

  JobGroup(String id) {
    this.id = id;
  }

  /** Restores, when run, the group and description that this thread's jobs have now. */
  public static Runnable kept(SparkContext spark) {
    Map<String, String> kept = new HashMap<>();
    for (String property : PROPERTIES) {
      kept.put(property, spark.getLocalProperty(property));
    }
    return () -> kept.forEach(spark::setLocalProperty);
  }

  /** Puts the jobs that this thread starts from now on into this group, with a description. */
  public void begin(SparkContext spark, String description) {
    spark.setJobGroup(id, description, false);
  }
}
