package org.sparkbackprop.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.error.SettingsException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ends a run that has no executor for too long. Spark itself waits forever: for a cluster that has
 * no workers, or none large enough, and for one that has lost them all.
 *
 * <p>Executors released while no task waits, as with dynamic allocation, are not missed. The state
 * comes from Spark's block managers and scheduler, as its events may come late or never.
 */
final class ExecutorWatch {

  /** The property of Spark's configuration that limits the wait; 0: no limit. */
  static final String LIMIT = "spark.backprop.executorTimeout";

  private static final String DEFAULT_LIMIT = "10min";

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Longer pauses between two looks count as this long. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** A wait is reported only after this time, by which executors usually have come. */
  private static final Duration USUAL = Duration.ofSeconds(15);

  /** That of the one SparkContext that a JVM can have. */
  private static volatile ExecutorWatch latest;

  /** What is watched. */
  interface Work {

    /** Whether there is nothing left to watch. */
    boolean isOver();

    /** Whether tasks wait and there is no executor. */
    boolean waitsForExecutors();

    /** Fails the waiting jobs, with an exception where they were started. */
    void cancel();
  }

  private final Work work;
  private final Duration limit;
  private final Consumer<String> listener;
  private Duration waited = Duration.ZERO;
  private boolean told;
  private volatile ClusterException verdict;

  ExecutorWatch(Work work, Duration limit, Consumer<String> listener) {
    this.work = work;
    this.limit = limit;
    this.listener = listener;
  }

  /** The longest wait that a configuration allows. */
  static Duration limit(SparkConf conf) {
    String given = conf.get(LIMIT, DEFAULT_LIMIT);
    try {
      boolean seconds = given.matches("\\d+"); // as Spark takes a number without a unit
      Duration limit = Duration.ofMillis(conf.getTimeAsMs("", seconds ? given + "s" : given));
      if (!limit.isNegative()) {
        return limit;
      }
    } catch (NumberFormatException noTime) {
      // reported below
    }
    throw new SettingsException(
        Message.of("%s = %s is not a time; use 90s or 10min, or 0 for no limit", LIMIT, given));
  }

  /** Why the run of this JVM's Spark was ended; empty if it was not. */
  static Optional<ClusterException> latestVerdict() {
    return Optional.ofNullable(latest).flatMap(ExecutorWatch::verdict);
  }

  /**
   * Watches a Spark until it is stopped.
   *
   * @param listener is told when there is no executor
   */
  static void over(SparkContext spark, Duration limit, Consumer<String> listener) {
    ExecutorWatch watch = new ExecutorWatch(new WorkOfSpark(spark), limit, listener);
    latest = watch;
    if (!limit.isZero()) {
      Thread thread = new Thread(watch::watch, "watch over the executors");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch() {
    long before = System.nanoTime();
    while (!work.isOver()) {
      try {
        Thread.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = System.nanoTime();
      look(Duration.ofNanos(now - before));
      before = now;
    }
  }

  /** Looks once, some time after the look before. */
  void look(Duration passed) {
    if (!waits()) {
      waited = Duration.ZERO;
      told = false;
      return;
    }
    // after a pause of the whole machine, executors get the time to come back
    waited = waited.plus(passed.compareTo(LONGEST_LOOK) < 0 ? passed : LONGEST_LOOK);
    if (waited.compareTo(limit) >= 0) {
      verdict = tooLong();
      work.cancel(); // at every look, as what was cancelled may have been followed by another job
    } else if (!told && waited.compareTo(USUAL) >= 0) {
      told = true;
      listener.accept(
          "waiting for executors: there are none; after %s the run ends (%s)"
              .formatted(inWords(limit), LIMIT));
    }
  }

  private boolean waits() {
    try {
      return work.waitsForExecutors();
    } catch (Exception noAnswer) { // Scala throws checked ones that it does not declare
      return !waited.isZero(); // the next look will tell
    }
  }

  private ClusterException tooLong() {
    return new ClusterException(
        Message.of(
            "no executor was there for %s while tasks waited for one: the cluster has no live worker"
                + " with the cores and memory of an executor (spark.executor.cores,"
                + " spark.executor.memory), or its executors end as soon as they start; see the"
                + " cluster's web pages and logs; %s sets the limit",
            inWords(limit), LIMIT),
        null);
  }

  private static String inWords(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutes() > 0
        ? time.toMinutes() + " min"
        : time.toSeconds() + " s";
  }

  /** Why the run was ended; empty if it was not. */
  Optional<ClusterException> verdict() {
    return Optional.ofNullable(verdict);
  }

  private record WorkOfSpark(SparkContext spark) implements Work {

    @Override
    public boolean isOver() {
      return spark.isStopped();
    }

    @Override
    public boolean waitsForExecutors() {
      return tasksWait() && spark.getExecutorMemoryStatus().size() <= 1; // one is the driver's own
    }

    /** A task set stays with the scheduler until its last task is done. */
    private boolean tasksWait() {
      return CollectionConverters.asJava(spark.getAllPools()).stream()
          .anyMatch(pool -> !pool.getSortedTaskSetQueue().isEmpty());
    }

    @Override
    public void cancel() {
      spark.cancelAllJobs();
    }
  }
}
