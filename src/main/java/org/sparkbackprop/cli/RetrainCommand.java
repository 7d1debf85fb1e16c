package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.retrain.Lease;
import org.sparkbackprop.retrain.Pointer;
import org.sparkbackprop.retrain.Rollback;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains on new data from the model in service, and publishes the result if it is good. */
@Command(
    name = "retrain",
    description = "Train on new data, and put the model into service if it is good.")
final class RetrainCommand extends SparkCommand {

  private static final String FOR_EVER = "3153600000";

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = {
        "names the run, and ${run.id} in the configuration; the same id does nothing if that run is"
            + " finished, and goes on with it if it is not; made of the data if not given"
      })
  private String runId;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = FOR_EVER,
      description = "wait for another run to end, so long at most if seconds are given")
  private Long wait;

  @Option(
      names = "--fail-on-reject",
      description = "end with exit code 90 if the model is not good enough")
  private boolean failOnReject;

  @Option(
      names = "--rollback",
      paramLabel = "VERSION",
      arity = "0..1",
      fallbackValue = "",
      description =
          "train nothing: put an earlier version into service, the previous if none is named")
  private String rollback;

  @Override
  public Integer call() {
    RunId given = RunId.of(Optional.ofNullable(runId));
    Configuration hadoop = hadoop();
    if (rollback != null) {
      return rollBack(RetrainSettings.of(configuration.file(RunId.any(), hadoop)).home(hadoop));
    }
    if (wait != null && wait < 0) {
      throw new ConfigurationException("--wait=%d must be 0 or more seconds".formatted(wait));
    }
    ConfigurationFile file = configuration.file(given, hadoop);
    TrainSettings training = TrainSettings.of(file);
    RetrainSettings settings = RetrainSettings.of(file);
    if (!training.validation().isThere()) {
      throw new ConfigurationException(
          "retrain judges the model by rows that it is not trained on; give validation.fraction, as in --set validation.fraction=0.2, or validation.path");
    }
    Storage home = settings.home(hadoop);
    if (given.text().isPresent()) {
      return retrain(
          new RetrainRun(home, given.text().get(), training, settings), Optional.empty());
    }
    try (JavaSparkContext spark = start(training)) {
      TrainingSession session = new TrainingSession(spark, training, out());
      TrainingSession.Input input = session.read();
      String made = RunId.made(input.data(), training);
      out().println("run id " + made + ", made of data and configuration");
      return retrain(
          new RetrainRun(home, made, training, settings),
          Optional.of(new Started(spark, session, input)));
    }
  }

  /** Data that were read before the run had a name. */
  private record Started(
      JavaSparkContext spark, TrainingSession session, TrainingSession.Input input) {}

  private JavaSparkContext start(TrainSettings training) {
    TrainCommand.prepareKernels(training);
    return startSpark("retrain " + training.name());
  }

  private int retrain(RetrainRun run, Optional<Started> started) {
    Optional<String> finished = run.finished();
    if (finished.isPresent()) {
      return nothingDone(finished.get());
    }
    Duration patience = Duration.ofSeconds(wait == null ? 0 : wait);
    try (Lease lease = run.lease(patience)) {
      finished = run.finished(); // the run that was waited for may have been the same
      if (finished.isPresent()) {
        return nothingDone(finished.get());
      }
      RetrainStatus status = run.begin(configuration.path(), hadoop());
      out().println("configuration " + configuration.path() + ", run " + run.location());
      try {
        return underLease(run, lease, status, started).number();
      } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
        status.failed(failure(e));
        throw e;
      } finally {
        StopSignal.trainingEnds();
      }
    }
  }

  private ExitCode underLease(
      RetrainRun run, Lease lease, RetrainStatus status, Optional<Started> started) {
    Optional<Pointer> published = run.published();
    if (published.isPresent()) { // and then the run was cut off
      String message =
          "version %s was put into service by this run, as generation %d"
              .formatted(published.get().version().orElseThrow(), published.get().generation());
      out().println(message);
      status.ended("published", message, ExitCode.DONE).ifPresent(out()::println);
      return ExitCode.DONE;
    }
    ExitCode whenRejected = failOnReject ? ExitCode.REJECTED : ExitCode.DONE;
    if (started.isPresent()) {
      Started read = started.get();
      return new RetrainSession(read.spark(), run, lease, status, whenRejected, out())
          .run(read.session(), read.input());
    }
    try (JavaSparkContext spark = start(run.training())) {
      TrainingSession session = new TrainingSession(spark, run.training(), out());
      return new RetrainSession(spark, run, lease, status, whenRejected, out())
          .run(session, session.read());
    }
  }

  private int nothingDone(String sentence) {
    out().println(sentence);
    return ExitCode.DONE.number();
  }

  private int rollBack(Storage home) {
    Rollback back = new Rollback(home);
    Pointer pointer = rollback.isEmpty() ? back.toPrevious() : back.to(rollback);
    out()
        .printf(
            "version %s is in service again, as generation %d of %s%n",
            pointer.version().orElseThrow(), pointer.generation(), home.location());
    return ExitCode.DONE.number();
  }
}
