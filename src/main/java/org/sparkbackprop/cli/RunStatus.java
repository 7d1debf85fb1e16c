package org.sparkbackprop.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.RunDirectory;

/** Keeps {@code status.json}: written first and last, and what a scheduler should believe. */
final class RunStatus {

  private final RunDirectory run;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private RunStatus(RunDirectory run) {
    this.run = run;
  }

  static RunStatus started(RunDirectory run, String configuration) {
    RunStatus status = new RunStatus(run);
    status.fields.put("state", "running");
    status.fields.put("configuration", configuration);
    status.fields.put("started_at", Instant.now().toString());
    run.firstStatus(status.fields);
    return status;
  }

  /** Adds something that is known from now on. */
  void note(String key, Object value) {
    fields.put(key, value);
    run.status(fields);
  }

  void succeeded(String reason) {
    end("succeeded", ExitCode.DONE, reason);
  }

  /** Says that the run failed, if the storage still takes it; the failure itself is what counts. */
  void failed(Failure failure) {
    try {
      end(
          failure.code() == ExitCode.DIVERGED ? "diverged" : "failed",
          failure.code(),
          failure.message());
    } catch (StorageException alreadyFailing) {
      fields.put("state", "failed");
    }
  }

  private void end(String state, ExitCode code, String message) {
    fields.put("state", state);
    fields.put("ended_at", Instant.now().toString());
    fields.put("exit_code", code.number());
    fields.put("message", message);
    run.status(fields);
  }
}
