package org.sparkbackprop.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.linalg.BlasChoice;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.training.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network and leaves model, history, metrics and report. */
@Command(name = "train", description = "Train a network as a configuration says.")
final class TrainCommand extends SparkCommand {

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "the run's directory; runs/<configuration's name>/<UTC time> if not given")
  private String output;

  @Option(names = "--overwrite", description = "replace an earlier run in the output directory")
  private boolean overwrite;

  @Option(names = "--resume", description = "not available yet")
  private boolean resume;

  @Override
  public Integer call() {
    if (resume) {
      throw new ConfigurationException("--resume is not available yet; leave it out");
    }
    Configuration hadoop = hadoop();
    TrainSettings settings = configuration.settings(hadoop);
    RunDirectory run =
        RunDirectory.at(
            HadoopStorage.at(outputPath(settings), hadoop),
            overwrite ? RunDirectory.Existing.REPLACED : RunDirectory.Existing.REFUSED);
    RunStatus status = RunStatus.started(run, configuration.path());
    out().println("configuration " + configuration.path() + ", output " + run.location());
    prepareKernels(settings);
    try (JavaSparkContext spark = startSpark("train " + settings.name())) {
      new TrainingSession(spark, settings, run, status, out()).run();
      return ExitCode.DONE.number();
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      status.failed(failure(e));
      throw e;
    }
  }

  /** While Spark starts: unpacking a library and compiling vectors take about a second. */
  static void prepareKernels(TrainSettings settings) {
    Backpropagation.rehearse(settings.network().activation(), settings.computing().precision());
    Thread thread =
        new Thread(() -> BlasChoice.use(settings.computing().blas()), "choice of a BLAS");
    thread.setDaemon(true);
    thread.start();
  }

  private String outputPath(TrainSettings settings) {
    if (output != null) {
      return output;
    }
    return settings
        .output()
        .orElseGet(() -> "runs/" + settings.name() + "/" + UTC_TIME.format(Instant.now()));
  }
}
