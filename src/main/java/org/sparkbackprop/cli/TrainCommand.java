package org.sparkbackprop.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "the run's directory; runs/<configuration's name>/<UTC time> if not given")
  private String output;

  @Option(names = "--overwrite", description = "replace an earlier run in the output directory")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description = {
        "go on with an unfinished run in the output directory (without --output: in the latest"
            + " of runs/<configuration's name>); safe to give always: where there is none, it"
            + " begins; where it is finished, nothing is done"
      })
  private boolean resume;

  @Override
  public Integer call() {
    RunDirectory.Existing existing = existing();
    Configuration hadoop = hadoop();
    TrainSettings settings = configuration.settings(hadoop);
    RunDirectory run =
        RunDirectory.at(HadoopStorage.at(outputPath(settings, hadoop), hadoop), existing);
    if (!resume) {
      return train(settings, run, existing, Optional.empty());
    }
    EarlierRun earlier = EarlierRun.in(run, ResumeWords.OF_TRAIN);
    Optional<String> finished = earlier.finished(settings);
    if (finished.isPresent()) {
      out().println(finished.get());
      return ExitCode.DONE.number();
    }
    return train(settings, run, existing, earlier.finishedBefore());
  }

  private Integer train(
      TrainSettings settings,
      RunDirectory run,
      RunDirectory.Existing existing,
      Optional<Map<?, ?>> finishedBefore) {
    RunStatus status =
        RunStatus.started(run, configuration.path(), settings.epochs().stopTime(), finishedBefore);
    out().println("configuration " + configuration.path() + ", output " + run.location());
    prepareKernels(settings);
    try (JavaSparkContext spark = startSpark("train " + settings.name());
        TrainingSession session = new TrainingSession(spark, settings, out())) {
      TrainingResults results =
          session.train(
              session.read(),
              new TrainingSession.Place(run, existing, ResumeWords.OF_TRAIN, status),
              TrainingSession.Start.asConfigured());
      results.write(run);
      status.note(EarlierRun.STOP_REASON, results.stopReason());
      status.succeeded(results.outcome().reason().sentence());
      results.print(out());
      out().println("model, history, metrics and report.html are in " + run.location());
      return ExitCode.DONE.number();
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      status.failed(failure(e));
      throw e;
    } finally {
      status.close();
    }
  }

  private RunDirectory.Existing existing() {
    if (overwrite && resume) {
      throw new ConfigurationException(
          "--overwrite and --resume exclude each other: the one replaces an earlier run, the other"
              + " goes on with it");
    }
    if (overwrite) {
      return RunDirectory.Existing.REPLACED;
    }
    return resume ? RunDirectory.Existing.RESUMED : RunDirectory.Existing.REFUSED;
  }

  /** While Spark starts: unpacking a library and compiling vectors take about a second. */
  static void prepareKernels(TrainSettings settings) {
    Backpropagation.rehearse(settings.network().activation(), settings.computing().precision());
    Thread thread =
        new Thread(() -> BlasChoice.use(settings.computing().blas()), "choice of a BLAS");
    thread.setDaemon(true);
    thread.start();
  }

  private String outputPath(TrainSettings settings, Configuration hadoop) {
    return Optional.ofNullable(output)
        .or(settings::output)
        .orElseGet(
            () -> {
              String runs = "runs/" + settings.name();
              Optional<String> latest = resume ? latest(runs, hadoop) : Optional.empty();
              return runs + "/" + latest.orElseGet(() -> UTC_TIME.format(Instant.now()));
            });
  }

  private static Optional<String> latest(String runs, Configuration hadoop) {
    return HadoopStorage.at(runs, hadoop).list("").stream()
        .filter(name -> name.matches("\\d{8}T\\d{6}\\.\\d{3}Z"))
        .max(Comparator.naturalOrder());
  }
}
