package org.sparkbackprop.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparkbackprop.error.SettingsException;

/** Starts Spark with settings that suit training. A context of the caller's will do as well. */
public final class SparkStart {

  /** The most finished jobs, stages and tasks that the user interface remembers. */
  private static final String RETAINED = "100";

  /** The prefix of an id that Spark makes up when a standalone master gave none. */
  private static final String NO_APPLICATION = "spark-application-";

  private static final Logger LOGGER = LoggerFactory.getLogger(SparkStart.class);

  private SparkStart() {}

  /**
   * Starts Spark as its own configuration says; in local mode on all cores if that says nothing.
   *
   * @param listener is told when Spark waits for executors, and when this JVM lacks options that
   *     Spark's launcher sets
   * @throws SettingsException if Spark cannot start in a JVM without the launcher's options
   * @throws ClusterException if the cluster cannot be reached
   */
  public static JavaSparkContext asConfigured(String name, Consumer<String> listener) {
    return started(name, new SparkConf(), listener);
  }

  /** The same, with what the listener would be told logged as a warning. */
  public static JavaSparkContext asConfigured(String name) {
    return asConfigured(name, LOGGER::warn);
  }

  /**
   * Starts Spark in this JVM, on all of its cores, whatever master is configured. Missing options
   * of Spark's launcher are logged as a warning.
   *
   * @throws SettingsException if Spark cannot start without them
   */
  public static JavaSparkContext local(String name) {
    return started(name, new SparkConf().setMaster("local[*]"), LOGGER::warn);
  }

  private static JavaSparkContext started(String name, SparkConf conf, Consumer<String> listener) {
    conf.setIfMissing("spark.master", "local[*]");
    conf.setAppName("spark-backprop: " + name);
    for (String kind : List.of("Jobs", "Stages", "Tasks", "DeadExecutors")) {
      conf.setIfMissing("spark.ui.retained" + kind, RETAINED);
    }
    for (String library : List.of("OPENBLAS", "OMP")) { // a task has one core, and so one thread
      conf.setIfMissing("spark.executorEnv." + library + "_NUM_THREADS", "1");
    }
    // parameters and gradients are numbers of full length, which no compression shortens
    conf.setIfMissing("spark.broadcast.compress", "false");
    // a gradient of up to 64 MB comes with the message that its task is done, not after it
    conf.setIfMissing("spark.task.maxDirectResultSize", "64m");
    // Kryo's defaults cannot read records, and blocks of numbers gain nothing by it
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    boolean local = LocalMaster.cores(conf.get("spark.master")) > 0;
    if (local) {
      conf.remove("spark.jars"); // one JVM is driver and executor, and has them already
    }
    Duration limit = ExecutorWatch.limit(conf);
    JavaSparkContext spark = started(conf);
    JvmOptions.missing().ifPresent(listener); // now that Spark has set up its log
    if (!local) {
      ExecutorWatch.over(spark.sc(), limit, listener);
    }
    return spark;
  }

  private static JavaSparkContext started(SparkConf conf) {
    JavaSparkContext spark;
    try {
      spark = new JavaSparkContext(conf);
    } catch (Exception | LinkageError e) { // Scala declares none, yet throws checked ones too
      Optional<String> options = JvmOptions.missing();
      if (options.isPresent() && JvmOptions.areWanted(e)) {
        throw new SettingsException(options.get(), e);
      }
      throw ClusterException.atStart(conf, e);
    }
    if (conf.get("spark.master").startsWith("spark://")
        && spark.sc().applicationId().startsWith(NO_APPLICATION)) {
      spark.close();
      throw ClusterException.atStart(conf, null);
    }
    return spark;
  }
}
