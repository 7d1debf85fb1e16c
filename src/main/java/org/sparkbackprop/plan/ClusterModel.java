package org.sparkbackprop.plan;

import org.sparkbackprop.spark.SumPlan;

/**
 * Predicts how long an epoch takes on a cluster of equal executors from what it computes and sends.
 * The constants were measured on a small cluster; scaling.md says what is left out.
 *
 * <p>With S bytes of parameters, P partitions, K executors of C cores and links of B bytes a
 * second, the largest terms are: compute ⌈P / KC⌉ (rows / P) t; broadcast S / B, plus a block for
 * each doubling of K, as executors pass blocks on; reduce P S / B if added on the driver, in slices
 * (P / K) S / B on every executor's link and S / B on the driver's; scheduling, a constant per job,
 * per stage and per task, as one thread of the driver launches them.
 *
 * @param work of an epoch
 * @param cluster that it runs on
 */
public record ClusterModel(Work work, Cluster cluster) {

  /** A job with one stage, without its tasks. */
  private static final double JOB_SECONDS = 0.015;

  /** A further stage, after a shuffle. */
  private static final double STAGE_SECONDS = 0.010;

  /** A task at the driver, whose threads launch tasks and take results one by one. */
  private static final double DRIVER_TASK_SECONDS = 0.001;

  /** The overhead of a task on its core. */
  private static final double EXECUTOR_TASK_SECONDS = 0.0015;

  /** The overhead of a task that writes or reads a shuffle, on its core. */
  private static final double SHUFFLE_TASK_SECONDS = 0.003;

  /** A core serializes or deserializes numbers through Spark's layers. */
  private static final double PACKED_BYTES_PER_SECOND = 0.5e9;

  /** A core adds numbers. */
  private static final double ADDED_BYTES_PER_SECOND = 2e9;

  /** Passes of the driver over all parameters in a step. */
  private static final int PASSES_OF_A_STEP = 4;

  /** Bytes of a broadcast block. */
  private static final double BLOCK = 4 << 20;

  /**
   * The work of an epoch.
   *
   * @param rows number of training rows
   * @param secondsOfRow computing time of a row, forward and backward, on one core
   * @param partitions of the rows, at least 1
   * @param numbersOut sent to every executor in a job: parameters and the optimiser's state
   * @param numbersIn of each partition's result
   * @param jobs per epoch: one, or the rounds of local SGD
   */
  public record Work(
      double rows,
      double secondsOfRow,
      int partitions,
      long numbersOut,
      long numbersIn,
      int jobs) {}

  /**
   * Equal machines.
   *
   * @param executors at least 1
   * @param cores of each, at least 1
   * @param bytesPerSecond of each one's link, and the driver's, in either direction
   */
  public record Cluster(int executors, int cores, double bytesPerSecond) {

    double allCores() {
      return (double) executors * cores;
    }
  }

  /** The seconds of an epoch, in consecutive parts. */
  public record Parts(
      double compute, double broadcast, double reduce, double scheduling, double driver) {

    /** The whole epoch. */
    public double total() {
      return compute + broadcast + reduce + scheduling + driver;
    }
  }

  /** The prediction. */
  public Parts epoch() {
    double jobs = work.jobs();
    double out = (double) work.numbersOut() * Double.BYTES;
    double in = (double) work.numbersIn() * Double.BYTES;
    return new Parts(
        compute(),
        jobs * broadcast(out),
        jobs * reduce(in),
        jobs * scheduling(),
        jobs * PASSES_OF_A_STEP * out / ADDED_BYTES_PER_SECOND);
  }

  /** Cores take whole partitions, so the epoch waits for a core with one more than others. */
  private double compute() {
    double waves = Math.ceil(work.partitions() / cluster.allCores());
    return waves * work.rows() / work.partitions() * work.secondsOfRow();
  }

  private double broadcast(double bytes) {
    double handedOn = Math.ceil(log2(cluster.executors())) * Math.min(bytes, BLOCK);
    return (bytes + handedOn) / cluster.bytesPerSecond() + 2 * bytes / PACKED_BYTES_PER_SECOND;
  }

  private double reduce(double bytes) {
    SumPlan plan = plan();
    double parts = work.partitions();
    double packed = Math.ceil(parts / cluster.allCores()) * bytes / PACKED_BYTES_PER_SECOND;
    double seconds = packed;
    for (int size : plan.groups()) {
      double tasks = Math.ceil(parts / size) * plan.slices();
      seconds += level(parts * bytes, tasks);
      parts = Math.ceil(parts / size);
    }
    return seconds + atDriver(parts * bytes);
  }

  private SumPlan plan() {
    return SumPlan.of(work.partitions(), work.numbersIn());
  }

  /** The seconds of one level of the tree of sums. */
  private double level(double bytes, double tasks) {
    double receivers = Math.min(cluster.executors(), tasks);
    double fromOthers = 1 - 1.0 / cluster.executors();
    double cores = Math.min(cluster.allCores(), tasks);
    return bytes * fromOthers / (receivers * cluster.bytesPerSecond())
        + bytes * (2 / PACKED_BYTES_PER_SECOND + 1 / ADDED_BYTES_PER_SECOND) / cores;
  }

  private double atDriver(double bytes) {
    return bytes
        * (1 / cluster.bytesPerSecond() + 1 / PACKED_BYTES_PER_SECOND + 1 / ADDED_BYTES_PER_SECOND);
  }

  private double scheduling() {
    SumPlan plan = plan();
    double seconds = JOB_SECONDS + plan.groups().size() * STAGE_SECONDS;
    double task = plan.groups().isEmpty() ? EXECUTOR_TASK_SECONDS : SHUFFLE_TASK_SECONDS;
    double parts = work.partitions();
    seconds += tasks(parts, task);
    for (int size : plan.groups()) {
      parts = Math.ceil(parts / size);
      seconds += tasks(parts * plan.slices(), SHUFFLE_TASK_SECONDS);
    }
    return seconds;
  }

  private double tasks(double number, double onItsCore) {
    return number * DRIVER_TASK_SECONDS + Math.ceil(number / cluster.allCores()) * onItsCore;
  }

  /** The same work on another number of executors. */
  public ClusterModel with(int executors) {
    return new ClusterModel(
        work, new Cluster(executors, cluster.cores(), cluster.bytesPerSecond()));
  }

  /** The same rows in another number of partitions. */
  public ClusterModel inPartitions(int partitions) {
    Work finer =
        new Work(
            work.rows(),
            work.secondsOfRow(),
            partitions,
            work.numbersOut(),
            work.numbersIn(),
            work.jobs());
    return new ClusterModel(finer, cluster);
  }

  /**
   * Where more executors stop helping: the smallest power of two of which twice as many executors
   * shorten an epoch by less than a tenth.
   */
  public int enough() {
    int executors = 1;
    while (executors < 1 << 20
        && with(2 * executors).epoch().total() < 0.9 * with(executors).epoch().total()) {
      executors *= 2;
    }
    return executors;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
