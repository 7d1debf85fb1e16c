package org.sparkbackprop.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.run.RunDirectory;

/** Keeps {@code status.json}: written first and last, and what a scheduler should believe. */
final class RunStatus {

  private final RunDirectory run;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private boolean ended;

  private RunStatus(RunDirectory run) {
    this.run = run;
  }

  /**
   * Writes the first status.
   *
   * @param patience how long a stop by a signal waits for a training in progress
   * @param earlier the status of a finished run that this one is to go on with, as long as it has
   *     not begun
   */
  static RunStatus started(
      RunDirectory run, String configuration, Duration patience, Optional<Map<?, ?>> earlier) {
    RunStatus status = new RunStatus(run);
    status.fields.put("state", "running");
    status.fields.put("configuration", configuration);
    status.fields.put("started_at", Instant.now().toString());
    earlier.ifPresent(before -> status.fields.put(EarlierRun.FINISHED_BEFORE, before));
    run.firstStatus(status.fields);
    StopSignal.onStop(status::stopped, patience);
    return status;
  }

  /** What was there before is replaced, or gone on with, from now on. */
  synchronized void begun() {
    if (!ended && fields.remove(EarlierRun.FINISHED_BEFORE) != null) {
      run.status(fields);
    }
  }

  /** Whether something was told. */
  synchronized boolean has(String key) {
    return fields.containsKey(key);
  }

  /** Adds something that is known from now on. */
  synchronized void note(String key, Object value) {
    if (!ended) {
      fields.put(key, value);
      run.status(fields);
    }
  }

  void succeeded(String reason) {
    succeeded(reason, ExitCode.DONE);
  }

  /** The run went well to its end, and the process ends with this code. */
  void succeeded(String reason, ExitCode code) {
    end("succeeded", code.number(), reason);
  }

  private void stopped() {
    end("stopped", StopSignal.code().number(), "stopped by a signal before it was done");
  }

  /** Says that the run failed, if the storage still takes it; the failure itself is what counts. */
  synchronized void failed(Failure failure) {
    try {
      if (run.hasModel()) {
        note("model", "of an earlier run, which this one was to replace");
      }
      end(state(failure.code()), failure.code().number(), failure.message());
    } catch (StorageException alreadyFailing) {
      ended = true; // what led here is the failure to report
    }
  }

  static String state(ExitCode code) {
    return switch (code) {
      case DIVERGED -> "diverged";
      case STOPPED, INTERRUPTED -> "stopped";
      default -> "failed";
    };
  }

  /** Only the first end counts: a signal may come while another is being written. */
  private synchronized void end(String state, int code, String message) {
    if (ended) {
      return;
    }
    ended = true;
    fields.put("state", state);
    fields.put("ended_at", Instant.now().toString());
    fields.put("exit_code", code);
    fields.put("message", message);
    run.status(fields);
  }
}
