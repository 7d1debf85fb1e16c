package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.RetrainTerminal;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.plan.Plan;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Rollback;
import org.sparkbackprop.retrain.RetrainResult;
import org.sparkbackprop.retrain.Retraining;
import org.sparkbackprop.retrain.RunId;
import org.sparkbackprop.run.ResumeHints;
import org.sparkbackprop.settings.TrainingSettings;
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

  /** What a user can do where an earlier run cannot be resumed. */
  private static final ResumeHints HINTS =
      new ResumeHints(
          "--run-id",
          "the same command",
          "--retry (if its version was not put into service) or another --run-id",
          "another --run-id");

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = {
        "names the run, and $${run.id} in the configuration; the same id does nothing if that run is"
            + " finished, and goes on with it if it is not; made of the data if not given"
      })
  private String runId;

  @Option(
      names = "--retry",
      description = {
        "run the id anew, with the configuration as it is now, if its model was rejected or it"
            + " failed; does nothing if its version was put into service"
      })
  private boolean retry;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = FOR_EVER,
      preprocessor = AttachedValue.class,
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
      preprocessor = AttachedValue.class,
      description =
          "train nothing: put an earlier version into service, the previous if none is named")
  private String rollback;

  @Override
  public Integer call() {
    RunId id = RunId.of(Optional.ofNullable(runId));
    Configuration hadoop = hadoop();
    if (rollback != null && retry) {
      throw new SettingsException(
          "--retry and --rollback exclude each other: the one trains, the other does not");
    }
    if (rollback != null) {
      return rollBack(configuration.file(RunId.any(), hadoop).retraining().home(hadoop));
    }
    if (wait != null && wait < 0) {
      throw new SettingsException("--wait=%s must be 0 or more seconds".formatted(wait));
    }
    ConfigurationFile file = configuration.file(id, hadoop);
    TrainingSettings training = file.training();
    ExitCode whenRejected = failOnReject ? ExitCode.REJECTED : ExitCode.DONE;
    Retraining retraining =
        Retraining.of(training, file.retraining())
            .listener(new RetrainTerminal(training, out()))
            .patience(Duration.ofSeconds(wait == null ? 0 : wait))
            .hints(HINTS)
            .exitCodeOfRejection(whenRejected);
    id.text().ifPresent(retraining::run);
    if (retry) {
      retraining.anew();
    }
    RetrainResult result = retraining.run(() -> startSpark(training), hadoop);
    boolean rejected = result.outcome() == RetrainResult.Outcome.REJECTED;
    return (rejected ? whenRejected : ExitCode.DONE).number();
  }

  private JavaSparkContext startSpark(TrainingSettings training) {
    Plan.prepareKernels(training);
    return startSpark("retrain " + training.name());
  }

  private int rollBack(Storage home) {
    Rollback back = new Rollback(home);
    List<Pointer> before = new Pointers(home).all();
    Pointer pointer = rollback.isEmpty() ? back.toPrevious() : back.to(rollback);
    boolean again =
        before.stream().anyMatch(earlier -> earlier.version().equals(pointer.version()));
    out()
        .printf(
            "version %s is in service%s, as generation %s of %s%n",
            pointer.version().orElseThrow(),
            again ? " again" : "",
            pointer.generation(),
            home.location());
    return ExitCode.DONE.number();
  }
}
