package org.sparkbackprop.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.Schedulable;
import org.sparkbackprop.error.SettingsException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ends a run that nobody works for. Where there is no executor, Spark waits without end: at the
 * start for a cluster without workers, or with workers too small for what was asked for, and later
 * for one whose workers are all gone. Here that wait has a limit.
 *
 * <p>Executors that were given back while no task waits, as with dynamic allocation, are not
 * missed. What is there and what waits is asked of Spark's block managers and scheduler, not of its
 * events, which may come late or never.
 */
final class ExecutorWatch {

  /** The property of Spark's configuration that says how long is waited; 0: without end. */
  static final String LIMIT = "spark.backprop.executorTimeout";

  private static final String DEFAULT_LIMIT = "10min";

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** No more than this counts of the time between two looks. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** Executors that come as they should are there by then, and the user is not told of a wait. */
  private static final Duration USUAL = Duration.ofSeconds(15);

  /** Of the one SparkContext that a JVM can have. */
  private static volatile ExecutorWatch latest;

  /** What is watched. */
  interface Work {

    /** Whether there is nothing to watch any more. */
    boolean isOver();

    /** Whether tasks wait, and no executor is there. */
    boolean waitsForExecutors();

    /** Ends what waits, by an exception where it was started. */
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

  /** How long a configuration allows to wait. */
  static Duration limit(SparkConf conf) {
    String given = conf.get(LIMIT, DEFAULT_LIMIT);
    try {
      boolean seconds = given.matches("\\d+"); // as Spark takes a number without a unit
      Duration limit = Duration.ofMillis(conf.getTimeAsMs("", seconds ? given + "s" : given));
      if (!limit.isNegative()) {
        return limit;
      }
    } catch (NumberFormatException noTime) {
      // said below
    }
    throw new SettingsException(
        "%s = %s is not a time; give it as 90s or 10min, or 0 to wait without end"
            .formatted(LIMIT, given));
  }

  /** Why the run of this JVM's Spark was ended, if it was. */
  static Optional<ClusterException> latestVerdict() {
    return Optional.ofNullable(latest).flatMap(ExecutorWatch::verdict);
  }

  /**
   * Watches over what a Spark does, until it is stopped.
   *
   * @param listener is told that there is no executor
   */
  static ExecutorWatch over(SparkContext spark, Duration limit, Consumer<String> listener) {
    ExecutorWatch watch = new ExecutorWatch(new WorkOfSpark(spark), limit, listener);
    latest = watch;
    if (!limit.isZero()) {
      Thread thread = new Thread(watch::watch, "watch over the executors");
      thread.setDaemon(true);
      thread.start();
    }
    return watch;
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

  /**
   * Looks once.
   *
   * @param passed the time since it looked before
   */
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
          "waiting for executors: there is none; the run ends when there was none for %s (%s)"
              .formatted(inWords(limit), LIMIT));
    }
  }

  private boolean waits() {
    try {
      return work.waitsForExecutors();
    } catch (Exception noAnswer) { // Scala throws checked ones that it does not declare
      return waited.compareTo(Duration.ZERO) > 0; // the next look will tell
    }
  }

  private ClusterException tooLong() {
    return new ClusterException(
        ("no executor was there for %s while tasks waited for one: the cluster has no worker that"
                + " is alive and has the cores and the memory that an executor needs"
                + " (spark.executor.cores, spark.executor.memory), or its executors end as soon as they"
                + " start; see the cluster's own pages and logs; %s sets how long is waited")
            .formatted(inWords(limit), LIMIT),
        null);
  }

  private static String inWords(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutes() > 0
        ? time.toMinutes() + " min"
        : time.toSeconds() + " s";
  }

  /** Why the run was ended, if it was. */
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
      for (Schedulable pool : CollectionConverters.asJava(spark.getAllPools())) {
        if (!pool.getSortedTaskSetQueue().isEmpty()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void cancel() {
      spark.cancelAllJobs();
    }
  }
}
