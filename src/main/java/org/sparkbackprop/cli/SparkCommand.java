package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that may need Spark have in common. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class SparkCommand implements Callable<Integer> {

  /** How many finished jobs, stages and tasks the user interface remembers at most. */
  private static final String RETAINED = "100";

  /** How a number begins that Spark makes up, as a standalone master gave none. */
  private static final String NO_APPLICATION = "spark-application-";

  @Spec private CommandSpec spec;

  @Option(names = "--verbose", description = "show the stack trace of an error")
  private boolean verbose;

  private Optional<ClusterWatch> watch = Optional.empty();

  boolean isVerbose() {
    return verbose;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The file systems that Spark's configuration names, without starting Spark. */
  Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Starts Spark as its own configuration says; in local mode on all cores if that says nothing.
   *
   * @throws ClusterException if the cluster cannot be reached
   */
  JavaSparkContext startSpark(String name) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setAppName("spark-backprop: " + name);
    for (String kind : List.of("Jobs", "Stages", "Tasks", "DeadExecutors")) {
      conf.setIfMissing("spark.ui.retained" + kind, RETAINED);
    }
    for (String library : List.of("OPENBLAS", "OMP")) { // a task has one core, and so one thread
      conf.setIfMissing("spark.executorEnv." + library + "_NUM_THREADS", "1");
    }
    // weights and gradients are numbers of full length, which no compression shortens
    conf.setIfMissing("spark.broadcast.compress", "false");
    // a gradient of up to 64 MB comes with the message that its task is done, not behind it
    conf.setIfMissing("spark.task.maxDirectResultSize", "64m");
    // Kryo, as it comes, cannot read records; blocks of numbers gain nothing by it
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    String master = conf.get("spark.master");
    boolean local = WayOfRunning.localCores(master) > 0;
    if (local) {
      // driver and executor are one JVM, which has the jars already: no copies for the executor
      conf.remove("spark.jars");
    }
    Duration limit = ClusterWatch.limit(conf);
    JavaSparkContext spark = started(conf);
    if (!local) {
      watch = Optional.of(ClusterWatch.over(spark.sc(), limit, out()));
    }
    return spark;
  }

  private static JavaSparkContext started(SparkConf conf) {
    JavaSparkContext spark;
    try {
      spark = new JavaSparkContext(conf);
    } catch (Exception e) { // Scala declares none, yet throws checked ones too
      throw ClusterException.atStart(conf, e);
    }
    if (conf.get("spark.master").startsWith("spark://")
        && spark.sc().applicationId().startsWith(NO_APPLICATION)) {
      spark.close();
      throw ClusterException.atStart(conf, null);
    }
    return spark;
  }

  /** What a user is told of what this command threw. */
  Failure failure(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    boolean unexplained =
        failure.code() == ExitCode.INTERNAL_ERROR || failure.code() == ExitCode.CLUSTER_UNAVAILABLE;
    return unexplained
        ? watch.flatMap(ClusterWatch::verdict).map(Failure::of).orElse(failure)
        : failure;
  }
}
