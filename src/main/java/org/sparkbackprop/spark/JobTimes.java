package org.sparkbackprop.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.sparkbackprop.network.Gradients;
import org.sparkbackprop.training.loop.TimeParts;

/**
 * Where the time of the jobs of a training goes. Tasks report how long they computed and added; the
 * total divided by the cores that they share is how long that took.
 */
final class JobTimes {

  private final SparkContext spark;
  private final int partitions;
  private TimeParts spent = TimeParts.NONE;
  private long addedOnDriver;

  /** Times of jobs over this many partitions. */
  JobTimes(SparkContext spark, int partitions) {
    this.spark = spark;
    this.partitions = partitions;
  }

  /** Adds to the time in which the driver added results. */
  synchronized void addedOnDriver(long nanos) {
    addedOnDriver += nanos;
  }

  /**
   * A job is done.
   *
   * @param begin when it started, by {@link System#nanoTime}
   * @param sums of its tasks, with their times
   */
  synchronized void jobIsDone(long begin, Gradients sums) {
    double all = (System.nanoTime() - begin) * 1e-9;
    double cores = Math.max(1, spark.maxNumConcurrentTasks(profile()));
    double compute = Math.min(all, sums.computeNanos() * 1e-9 / Math.min(cores, partitions));
    double tasks = sums.sumNanos() * 1e-9 / cores;
    double aggregation = Math.min(all - compute, tasks + addedOnDriver * 1e-9);
    spent = spent.plus(new TimeParts(compute, all - compute - aggregation, aggregation));
    addedOnDriver = 0;
  }

  private ResourceProfile profile() {
    return spark.resourceProfileManager().defaultResourceProfile();
  }

  /** The times of all jobs so far. */
  synchronized TimeParts spent() {
    return spent;
  }
}
