package org.sparkbackprop.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.JobGroup;

/**
 * What Spark's user interface says of a job.
 *
 * @param epochs number of epochs of the whole training
 */
public record JobDescription(long epochs) {

  /** Says that training runs on from an epoch. */
  public void training(JavaSparkContext spark, long epoch) {
    JobGroup.TRAINING.begin(spark.sc(), "training: epoch %s of %s".formatted(epoch, epochs));
  }
}
