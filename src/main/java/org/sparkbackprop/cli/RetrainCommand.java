package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.TrainingTerminal;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Rollback;
import org.sparkbackprop.retrain.RetrainSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.train.TrainingSession;
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
    RunId given = RunId.of(Optional.ofNullable(runId));
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
    ConfigurationFile file = configuration.file(given, hadoop);
    TrainingSettings training = file.training();
    RetrainSettings settings = file.retraining();
    if (!training.validation().isThere()) {
      throw new SettingsException(
          "retrain judges the model by rows that it is not trained on; give"
              + " validation.fraction, as in --set validation.fraction=0.2, or validation.path");
    }
    Storage home = settings.home(hadoop);
    Retraining retraining =
        new Retraining(
            Duration.ofSeconds(wait == null ? 0 : wait),
            failOnReject ? ExitCode.REJECTED : ExitCode.DONE,
            hadoop,
            out());
    if (given.text().isPresent()) {
      RetrainRun run =
          new RetrainRun(
              configuration.path(), home, given.text().get(), training, settings, again());
      return retraining.run(run, work -> inSpark(training, work)).number();
    }
    return inSpark(
            training,
            data -> {
              String id = RunId.made(data.input().data(), training);
              out().println("run id " + id + ", made of data and configuration");
              RetrainRun run =
                  new RetrainRun(configuration.path(), home, id, training, settings, again());
              return retraining.run(run, work -> work.apply(data));
            })
        .number();
  }

  private RetrainRun.Again again() {
    return retry ? RetrainRun.Again.ANEW : RetrainRun.Again.GOES_ON;
  }

  private ExitCode inSpark(TrainingSettings training, Function<Retraining.Data, ExitCode> work) {
    TrainCommand.prepareKernels(training);
    try (JavaSparkContext spark = startSpark("retrain " + training.name());
        TrainingSession session =
            new TrainingSession(spark, training, new TrainingTerminal(training, out()))) {
      return work.apply(new Retraining.Data(spark, session, session.read()));
    }
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
