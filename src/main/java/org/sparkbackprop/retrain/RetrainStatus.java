package org.sparkbackprop.retrain;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.train.TrainingSession;
import org.sparkbackprop.training.loop.StopRequest;

/**
 * The records of a retraining: its status, its line of JSON in {@code runs.jsonl}, the log of all
 * runs, and its metrics.
 */
final class RetrainStatus {

  /** The field of status.json with the outcome. */
  static final String OUTCOME = "outcome";

  static final String VERSION = "version";
  static final String GENERATION = "generation";
  static final String REASONS = "reasons";

  /** The fields that say whether training began warm or cold, and why. */
  static final String START = "start";

  static final String START_REASON = "start_reason";
  private static final String LOG = "runs.jsonl";
  private static final int MAX_LOG_LINES = 10_000;
  private static final long LOG_LIMIT = 256 << 20;

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
   * @param hadoop for a metrics file elsewhere
   * @param whenRejected the exit code to record if the model is rejected
   */
  RetrainStatus(
      RetrainRun run, Configuration hadoop, RetrainListener listener, ExitCode whenRejected) {
    this.run = run;
    this.hadoop = hadoop;
    this.listener = listener;
    this.whenRejected = whenRejected;
    RunDirectory directory = run.directory();
    Map<String, Object> before = directory.status();
    String source = run.training().source();
    status =
        RunStatus.started(directory, source, run.training().epochs().stopTime(), Optional.empty());
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

  /** How training began: one resumed from a checkpoint began as it did before. */
  WarmStart begun(WarmStart now) {
    return status.has(TrainingSession.RESUMED_FROM) ? earlierStart.orElse(now) : now;
  }

  /** Adds how training begins. */
  void note(WarmStart start) {
    note(START, start.kind());
    note(START_REASON, start.reason());
  }

  /** Adds a field to the status. */
  void note(String key, Object value) {
    status.note(key, value);
  }

  /** Adds a field to the status and to the run's line. */
  void noteInLine(String key, Object value) {
    line.put(key, value);
    note(key, value);
  }

  /** Adds a field to the run's line only. */
  void line(String key, Object value) {
    line.put(key, value);
  }

  /** Records success, even if metrics cannot be written. */
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

  /** Records a failure as far as the storage allows. */
  void failed(Failure failure) {
    status.failed(failure.code(), failure.message());
    if (StopRequest.isMade() && failure.code() != StopRequest.code()) {
      return; // the stop of the JVM caused it, and the lease was released
    }
    line.put("message", failure.message());
    Optional<String> unused = log(RunStatus.state(failure.code()), failure.code());
  }

  /** Writes the run's line and metrics, once; returns a sentence if that fails. */
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
      addToLog(fields);
      fields.put("ended_seconds", end.toEpochMilli() / 1000.0);
      String text = new PrometheusText(run.settings().name(), fields).text();
      run.home().writeText(PrometheusText.NAME, text);
      run.settings().prometheusFile().ifPresent(file -> write(file, text));
      return Optional.empty();
    } catch (StorageException | ModelFormatException e) {
      return Optional.of("metrics could not be written: " + e.getMessage());
    }
  }

  /** Adds a line, and drops the oldest lines of a long log; only under the lease. */
  private void addToLog(Map<String, Object> fields) {
    List<String> lines = new ArrayList<>();
    run.home()
        .readIfExists(LOG, LOG_LIMIT)
        .ifPresent(log -> new String(log, StandardCharsets.UTF_8).lines().forEach(lines::add));
    lines.add(Json.line(fields));
    List<String> latest = lines.subList(Math.max(0, lines.size() - MAX_LOG_LINES), lines.size());
    run.home().writeText(LOG, String.join("\n", latest) + "\n");
  }

  private void addCurrent(Map<String, Object> fields) {
    Optional<Pointer> current = new Pointers(run.home()).current();
    current.ifPresent(pointer -> fields.put(GENERATION, pointer.generation()));
    Optional<String> version = current.flatMap(Pointer::version);
    version.ifPresent(name -> fields.put("current_version", name));
    version
        .flatMap(new Versions(run.home())::find)
        .map(ModelVersion::createdAt)
        .ifPresent(at -> fields.put("current_created_seconds", at.getEpochSecond()));
  }

  private void write(String file, String text) {
    int slash = file.lastIndexOf('/');
    String place = slash < 0 ? "." : file.substring(0, slash + 1);
    // without a scheme it is a file on this machine, wherever data and models are
    Storage directory =
        place.contains(":/") ? HadoopStorage.at(place, hadoop) : new LocalStorage(Path.of(place));
    directory.writeText(file.substring(slash + 1), text);
  }
}
