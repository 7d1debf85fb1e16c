package org.sparkbackprop.plan;

import java.time.Duration;
import java.util.OptionalLong;
import org.sparkbackprop.settings.EpochSettings;

/**
 * How epochs run: each as a job, or, if one JVM has all data in memory, many of them inside a task.
 * It is decided once and has no influence on results.
 *
 * @param place where epochs run
 * @param reason why
 * @param threads of a task
 * @param lanes of each partition that compute parts of a synchronous mini-batch; else 1
 * @param epochsPerJob number of epochs of a task; as many as the time allows if absent
 * @param jobTime duration of a job without a fixed number of epochs
 */
public record ExecutionMode(
    Place place,
    Reason reason,
    int threads,
    int lanes,
    OptionalLong epochsPerJob,
    Duration jobTime) {

  /** Long compared with the cost of a job, short compared with a user's patience. */
  private static final Duration JOB_TIME = Duration.ofSeconds(1);

  /** Parameters travel with each job, some 0.1 µs each: the more parameters, the longer a job. */
  private static final Duration JOB_TIME_OF_A_PARAMETER = Duration.ofNanos(4000);

  private static final Duration MAX_JOB_TIME = Duration.ofSeconds(5);

  /** Where epochs run. */
  public enum Place {
    /** Many of them inside a task. */
    TASK,
    /** Each epoch, step of mini-batches or round of local SGD is a job. */
    JOBS
  }

  /** The reason. */
  public enum Reason {
    /** All data are in one partition. */
    ONE_PARTITION,
    /** All data are in the memory of a local master's JVM. */
    ONE_MEMORY,
    /** The settings say so. */
    CONFIGURED,
    /** The data are in several partitions of a cluster. */
    SEVERAL_PARTITIONS,
    /** The memory of a local master's JVM does not hold all data. */
    TOO_LITTLE_MEMORY
  }

  /**
   * Decides.
   *
   * @param partitions of the data
   * @param lanes of each partition
   * @param localCores of a local master, 0 for a cluster
   * @param fits whether one JVM's memory holds all data
   * @param parameters number of parameters of the network
   */
  static ExecutionMode of(
      EpochSettings epochs, int partitions, int lanes, int localCores, Fit fits, long parameters) {
    boolean oneMemory = partitions == 1 || (localCores > 0 && fits == Fit.IN_MEMORY);
    boolean inTask = oneMemory && epochs.perJob().orElse(0) != 1;
    return new ExecutionMode(
        inTask ? Place.TASK : Place.JOBS,
        inTask
            ? partitions == 1 ? Reason.ONE_PARTITION : Reason.ONE_MEMORY
            : oneMemory
                ? Reason.CONFIGURED
                : localCores == 0 ? Reason.SEVERAL_PARTITIONS : Reason.TOO_LITTLE_MEMORY,
        Math.max(1, Math.min(partitions * lanes, localCores)),
        lanes,
        epochs.perJob(),
        jobTime(parameters));
  }

  /** Whether data fit into Spark's memory. */
  enum Fit {
    IN_MEMORY,
    TOO_LARGE
  }

  private static Duration jobTime(long parameters) {
    Duration time = JOB_TIME.plus(JOB_TIME_OF_A_PARAMETER.multipliedBy(parameters));
    return time.compareTo(MAX_JOB_TIME) < 0 ? time : MAX_JOB_TIME;
  }

  /** Whether epochs run inside a task. */
  public boolean isInTask() {
    return place == Place.TASK;
  }

  /** Whether validation rows in this number of partitions are scored inside that task, too. */
  public boolean validatesInTask(int partitions) {
    return isInTask() && (partitions == 1 || reason == Reason.ONE_MEMORY);
  }
}
