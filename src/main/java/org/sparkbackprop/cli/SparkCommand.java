package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.sparkbackprop.cluster.SparkStart;
import org.sparkbackprop.error.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The common part of the commands that may need Spark. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class SparkCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--verbose", description = "show the stack trace of an error")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints a line. */
  void print(String format, Object... values) {
    out().println(Message.of(format, values));
  }

  /** The file systems that Spark's configuration names, without starting Spark. */
  Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /** {@link SparkStart#asConfigured Starts} Spark. */
  JavaSparkContext startSpark(String name) {
    return SparkStart.asConfigured(name, out()::println);
  }
}
