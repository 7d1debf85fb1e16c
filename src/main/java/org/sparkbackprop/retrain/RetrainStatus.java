package org.sparkbackprop.retrain;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.cluster.Failure;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.run.RunStatus;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.train.TrainingSession;
import org.sparkbackprop.training.loop.StopRequest;

/** The records of a retraining: its status, its line in the log of all runs, and its metrics. */
final class RetrainStatus {

  /** The field of status.json that says what became of the model. */
  static final String OUTCOME = "outcome";

  static final String VERSION = "version";
  static final String GENERATION = "generation";
  static final String REASONS = "reasons";

  /** The fields that say whether training began warm or cold, and why. */
  static final String START = "start";

  static final String START_REASON = "start_reason";

  private final RetrainRun run;
  private final Configuration hadoop;
  private final RetrainListener listener;
  private final ExitCode whenRejected;
  private final RunStatus status;
  private final Optional<WarmStart> earlierStart;
  private final Instant begin = Instant.now();

  private boolean logged;

  /** The fields of the run's line. */
  private final Map<String, Object> line = new LinkedHashMap<>();

  /**
   * Writes the first status.
   *
   * @param hadoop for a file of metrics that lies elsewhere
   * @param whenRejected the exit code that is recorded if the model is rejected
   */
  RetrainStatus(
      RetrainRun run, Configuration hadoop, RetrainListener listener, ExitCode whenRejected) {
    this.run = run;
    this.hadoop = hadoop;
    this.listener = listener;
    this.whenRejected = whenRejected;
    RunDirectory directory = run.directory();
    Map<String, Object> before = directory.status();
    TrainingSettings training = run.training();
    status =
        RunStatus.started(
            directory, training.source(), training.epochs().stopTime(), Optional.empty());
    note("run_id", run.id());
    if (before.get(START) instanceof String kind
        && before.get(START_REASON) instanceof String reason) {
      earlierStart = Optional.of(new WarmStart(kind, Optional.empty(), reason));
      note(earlierStart.get());
    } else {
      earlierStart = Optional.empty();
    }
  }

  RunStatus status() {
    return status;
  }

  /**
   * How training began: one that was resumed from a checkpoint began as it did before.
   *
   * @param now how it begins unless it is resumed
   */
  WarmStart begun(WarmStart now) {
    return status.has(TrainingSession.RESUMED_FROM) ? earlierStart.orElse(now) : now;
  }

  /** Adds how training begins. */
  void note(WarmStart start) {
    note(START, start.kind());
    note(START_REASON, start.reason());
  }

  /** Adds something that is known from now on. */
  void note(String key, Object value) {
    status.note(key, value);
  }

  /** Adds something to the run's line as well. */
  void noteInLine(String key, Object value) {
    line.put(key, value);
    note(key, value);
  }

  /** Adds something to the run's line alone. */
  void line(String key, Object value) {
    line.put(key, value);
  }

  /** Ends well, even if metrics cannot be written, which does not undo what was done. */
  RetrainResult ended(RetrainResult result) {
    listener.ended(result);
    ExitCode code =
        result.outcome() == RetrainResult.Outcome.REJECTED ? whenRejected : ExitCode.DONE;
    noteInLine(OUTCOME, result.outcome().word());
    Optional<String> problem = log("succeeded", code);
    problem.ifPresent(sentence -> note("metrics_problem", sentence));
    status.succeeded(result.message(), code);
    problem.ifPresent(listener::noticed);
    return result;
  }

  /** Records a failure as far as the storage allows; the failure itself is what counts. */
  void failed(Failure failure) {
    status.failed(failure.code(), failure.message());
    if (StopRequest.isMade() && failure.code() != StopRequest.code()) {
      return; // what fails while the JVM ends fails for that reason, and the lease was given back
    }
    line.put("message", failure.message());
    Optional<String> unused = log(RunStatus.state(failure.code()), failure.code());
  }

  /** Adds the run's line and metrics, once; gives what could not be written. */
  private Optional<String> log(String state, ExitCode code) {
    if (logged) {
      return Optional.empty();
    }
    logged = true;
    Map<String, Object> fields = new LinkedHashMap<>();
    Instant end = Instant.now();
    fields.put("run_id", run.id());
    fields.put("ended_at", end.toString());
    fields.put("state", state);
    fields.put("exit_code", code.number());
    fields.put("seconds", Duration.between(begin, end).toMillis() / 1000.0);
    fields.putAll(line);
    try {
      addCurrent(fields);
      new RunLog(run.home()).add(fields);
      fields.put("ended_seconds", end.toEpochMilli() / 1000.0);
      String text = new PrometheusText(run.settings().name(), fields).text();
      run.home().writeText(PrometheusText.NAME, text);
      run.settings().prometheusFile().ifPresent(file -> write(file, text));
      return Optional.empty();
    } catch (StorageException | ModelFormatException e) {
      return Optional.of("metrics could not be written: " + e.getMessage());
    }
  }

  private void addCurrent(Map<String, Object> fields) {
    Optional<Pointer> current = new Pointers(run.home()).current();
    current.ifPresent(pointer -> fields.put(GENERATION, pointer.generation()));
    current
        .flatMap(Pointer::version)
        .ifPresent(
            version -> {
              fields.put("current_version", version);
              new Versions(run.home())
                  .find(version)
                  .map(ModelVersion::createdAt)
                  .ifPresent(at -> fields.put("current_created_seconds", at.getEpochSecond()));
            });
  }

  private void write(String file, String text) {
    int slash = file.lastIndexOf('/');
    String place = slash < 0 ? "." : file.substring(0, slash + 1);
    // without a scheme it is a file of this machine, wherever data and models are
    Storage directory =
        place.contains(":/") ? HadoopStorage.at(place, hadoop) : new LocalStorage(Path.of(place));
    directory.writeText(file.substring(slash + 1), text);
  }
}
