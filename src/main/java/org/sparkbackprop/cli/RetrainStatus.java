package org.sparkbackprop.cli;

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
import org.sparkbackprop.retrain.PrometheusText;
import org.sparkbackprop.retrain.RunLog;
import org.sparkbackprop.run.RunStatus;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.train.TrainingSession;
import org.sparkbackprop.training.loop.StopRequest;

/** What is told of a run of a retraining: its status, its line among all runs, and metrics. */
final class RetrainStatus {

  /** The field of status.json that says what became of the model. */
  static final String OUTCOME = "outcome";

  static final String PUBLISHED = "published";
  static final String REJECTED = "rejected";

  /** The fields that say whether training began warm or cold, and why. */
  static final String START = "start";

  static final String START_REASON = "start_reason";

  private final RetrainRun run;
  private final Configuration hadoop;
  private final RunStatus status;
  private final Optional<WarmStart> earlierStart;
  private final Instant begin = Instant.now();

  private boolean told;

  /** The fields of the run's line. */
  private final Map<String, Object> line = new LinkedHashMap<>();

  private RetrainStatus(
      RetrainRun run, Configuration hadoop, RunStatus status, Optional<WarmStart> earlierStart) {
    this.earlierStart = earlierStart;
    this.run = run;
    this.hadoop = hadoop;
    this.status = status;
  }

  /** Writes the first status. */
  static RetrainStatus started(RetrainRun run, Configuration hadoop) {
    Map<String, Object> before = run.directory().status();
    RunStatus status =
        RunStatus.started(
            run.directory(),
            run.configuration(),
            run.training().epochs().stopTime(),
            Optional.empty());
    status.note("run_id", run.id());
    Optional<WarmStart> earlier = Optional.empty();
    if (before.get(START) instanceof String word
        && before.get(START_REASON) instanceof String reason) {
      earlier = Optional.of(new WarmStart(word, Optional.empty(), reason));
      status.note(START, word);
      status.note(START_REASON, reason);
    }
    return new RetrainStatus(run, hadoop, status, earlier);
  }

  RunStatus status() {
    return status;
  }

  /** How training began when it was interrupted, if it was. */
  Optional<WarmStart> earlierStart() {
    return earlierStart;
  }

  /** Whether training went on from a checkpoint. */
  boolean isResumed() {
    return status.has(TrainingSession.RESUMED_FROM);
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

  /**
   * Ends well.
   *
   * @param outcome of the model
   * @param message what became of it
   * @return what of metrics could not be written, which does not undo what was done
   */
  Optional<String> ended(String outcome, String message, ExitCode code) {
    noteInLine(OUTCOME, outcome);
    Optional<String> problem = tell("succeeded", code);
    problem.ifPresent(sentence -> note("metrics_problem", sentence));
    status.succeeded(message, code);
    return problem;
  }

  /** Says that the run failed, if the storage still takes it; the failure itself is what counts. */
  void failed(Failure failure) {
    status.failed(failure.code(), failure.message());
    if (StopRequest.isMade() && failure.code() != StopRequest.code()) {
      return; // what fails while the JVM ends fails for that reason, and the lease was given back
    }
    line.put("message", failure.message());
    Optional<String> unused = tell(RunStatus.state(failure.code()), failure.code());
  }

  private Optional<String> tell(String state, ExitCode code) {
    if (told) {
      return Optional.empty();
    }
    told = true;
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
    current.ifPresent(pointer -> fields.put("generation", pointer.generation()));
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
