package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
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
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Trains on new data, starting from the model in service, and publishes a good result. */
@Command(
    name = "retrain",
    description = "Train on new data, and put the model into service if it is good enough.")
final class RetrainCommand extends SparkCommand {

  private static final String FOR_EVER = "3153600000";

  /** What a user can do if an earlier run cannot be resumed. */
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
      description =
          "name of the run, $${run.id} in the configuration; a finished run of that name is not"
              + " repeated, an unfinished one is resumed (default: made from the data)")
  private String runId;

  @Option(
      names = "--retry",
      description =
          "repeat a run that failed or whose model was rejected, with the current configuration;"
              + " does nothing if its version was put into service")
  private boolean retry;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = FOR_EVER,
      preprocessor = AttachedValue.class,
      description = "wait for another run to end, for at most this long if seconds are given")
  private Long wait;

  @Option(
      names = "--fail-on-reject",
      description = "exit with code 90 if the model is not good enough")
  private boolean failOnReject;

  @Option(
      names = "--rollback",
      paramLabel = "VERSION",
      arity = "0..1",
      fallbackValue = "",
      preprocessor = AttachedValue.class,
      description =
          "do not train: put an earlier version back into service (default: the previous one)")
  private String rollback;

  @Override
  public Integer call() {
    RunId id = RunId.of(Optional.ofNullable(runId));
    Configuration hadoop = hadoop();
    if (rollback != null && retry) {
      throw new SettingsException(
          "--retry and --rollback exclude each other: only the first one trains");
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
    RetrainResult.Outcome outcome = retraining.run(() -> startSpark(training), hadoop).outcome();
    return (outcome == RetrainResult.Outcome.REJECTED ? whenRejected : ExitCode.DONE).number();
  }

  private JavaSparkContext startSpark(TrainingSettings training) {
    Plan.prepareKernels(training);
    return startSpark("retrain " + training.name());
  }

  private int rollBack(Storage home) {
    Rollback back = new Rollback(home);
    List<Pointer> before = new Pointers(home).all();
    Pointer pointer = rollback.isEmpty() ? back.toPrevious() : back.to(rollback);
    boolean again = before.stream().map(Pointer::version).anyMatch(pointer.version()::equals);
    out()
        .printf(
            "version %s is in service%s, as generation %s of %s%n",
            pointer.version().orElseThrow(),
            again ? " again" : "",
            pointer.generation(),
            home.location());
    return ExitCode.DONE.number();
  }

  /** Lets an option with an optional value take it from {@code --option=value} only. */
  static final class AttachedValue implements IParameterPreprocessor {

    @Override
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
      if (" ".equals(info.get("separator"))) { // the next word is not the value
        words.push(((OptionSpec) argument).fallbackValue());
      }
      return false;
    }
  }
}
