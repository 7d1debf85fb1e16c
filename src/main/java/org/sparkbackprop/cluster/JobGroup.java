package org.sparkbackprop.cluster;

import org.apache.spark.SparkContext;

/** What a Spark job is for: how Spark's user interface and its status API group jobs. */
public enum JobGroup {
  /** Input files and tables are looked at, and packed. */
  READING("reading"),
  /** Short trials, for a learning rate to begin with. */
  LEARNING_RATE("learning-rate"),
  /** Epochs. */
  TRAINING("training"),
  /** The validation part is scored between epochs. */
  VALIDATION("validation"),
  /** A model, or the final weights, are scored. */
  SCORING("scoring");

  private final String id;

  JobGroup(String id) {
    this.id = id;
  }

  /** Puts the jobs that this thread starts from now on into this group, and describes them. */
  public void begin(SparkContext spark, String description) {
    spark.setJobGroup(id, description, false);
  }
}
