package org.sparkbackprop.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.cli.terminal.ImportanceText;
import org.sparkbackprop.cli.terminal.TrainingTerminal;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.run.ResumeHints;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.train.Training;
import org.sparkbackprop.train.TrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network, and leaves its model, history, metrics and report. */
@Command(name = "train", description = "Train a network as a configuration says.")
final class TrainCommand extends SparkCommand {

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "the run's directory (default: runs/<configuration's name>/<UTC time>)")
  private String output;

  @Option(names = "--overwrite", description = "replace an earlier run in the output directory")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description =
          "resume an unfinished run in the output directory (without --output: the latest in"
              + " runs/<configuration's name>); start it if there is none, do nothing if it is"
              + " finished")
  private boolean resume;

  @Option(
      names = "--importance",
      description = "also print how much the model relies on each column")
  private boolean importance;

  /** What a user can do if an earlier run is not resumed. */
  private static final ResumeHints HINTS =
      new ResumeHints(
          "--resume", "--resume", "--overwrite or another --output", "another --output");

  @Override
  public Integer call() {
    RunDirectory.Existing existing = existing();
    Configuration hadoop = hadoop();
    TrainingSettings settings = configuration.settings(hadoop);
    RunDirectory run =
        RunDirectory.at(HadoopStorage.at(outputPath(settings, hadoop), hadoop), existing, HINTS);
    Training training =
        Training.of(settings).listener(new TrainingTerminal(settings, out())).into(run);
    Optional<String> finished = training.finished();
    if (finished.isPresent()) {
      out().println(finished.get());
      return ExitCode.DONE.number();
    }
    TrainingResult result = training.run(() -> startSpark("train " + settings.name()));
    if (importance) {
      ImportanceText.print(result, out());
    }
    out().println("model, history, metrics and report.html are in " + run.location());
    return ExitCode.DONE.number();
  }

  private RunDirectory.Existing existing() {
    if (overwrite && resume) {
      throw new SettingsException(
          "--overwrite and --resume exclude each other: replace an earlier run, or resume it");
    }
    if (overwrite) {
      return RunDirectory.Existing.REPLACED;
    }
    return resume ? RunDirectory.Existing.RESUMED : RunDirectory.Existing.REFUSED;
  }

  private String outputPath(TrainingSettings settings, Configuration hadoop) {
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
