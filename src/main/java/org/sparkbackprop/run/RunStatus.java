package org.sparkbackprop.run;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.loop.StopRequest;

/**
 * Keeps {@code status.json}, written first and last, which a scheduler should trust. Until it is
 * closed, it also records a stop of the JVM.
 */
public final class RunStatus implements AutoCloseable {

  /** The field with the status of the finished run that is to be extended. */
  public static final String FINISHED_BEFORE = "finished_before";

  private final RunDirectory run;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final StopHook hook;

  /** Open while no training is in progress. */
  private volatile CountDownLatch training = new CountDownLatch(0);

  private boolean ended;

  private RunStatus(RunDirectory run, Map<String, Object> first, Duration patience) {
    this.run = run;
    fields.putAll(first);
    run.firstStatus(fields);
    hook = StopHook.onStop(() -> stopped(patience), patience);
  }

  /**
   * Writes the first status.
   *
   * @param patience how long a stop by a signal waits for a training in progress
   * @param earlier the status of a finished run that this one is to extend, until it has started
   */
  public static RunStatus started(
      RunDirectory run, String configuration, Duration patience, Optional<Map<?, ?>> earlier) {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("state", "running");
    first.put("configuration", configuration);
    first.put("started_at", Instant.now().toString());
    earlier.ifPresent(before -> first.put(FINISHED_BEFORE, before));
    return new RunStatus(run, first, patience);
  }

  /** From now on a training is in progress, which ends its step when it is to stop. */
  public void trainingBegins() {
    training = new CountDownLatch(1);
  }

  /** Everything is written. */
  @Override
  public void close() {
    training.countDown();
    hook.close();
  }

  /** From now on, the earlier run is replaced or extended. */
  public synchronized void begun() {
    if (!ended && fields.remove(FINISHED_BEFORE) != null) {
      run.status(fields);
    }
  }

  /** Whether a field was added. */
  public synchronized boolean has(String key) {
    return fields.containsKey(key);
  }

  /** Adds a field. */
  public synchronized void note(String key, Object value) {
    if (!ended) {
      fields.put(key, value);
      run.status(fields);
    }
  }

  /** The run succeeded, with the exit code of the process. */
  public void succeeded(String reason, ExitCode code) {
    end("succeeded", code.number(), reason);
  }

  private void stopped(Duration patience) {
    StopHook.opensWithin(training, patience);
    end("stopped", StopRequest.code().number(), "stopped by a signal before it was done");
  }

  /** Records that the run failed, if the storage still takes it. */
  public synchronized void failed(ExitCode code, String message) {
    try {
      if (run.hasModel()) {
        note("model", "of an earlier run, which this one was to replace");
      }
      end(state(code), code.number(), message);
    } catch (StorageException alreadyFailing) {
      ended = true; // what led here is the failure to report
    }
  }

  /** The state of a run that ended with a code. */
  public static String state(ExitCode code) {
    return switch (code) {
      case DIVERGED -> "diverged";
      case STOPPED, INTERRUPTED -> "stopped";
      default -> "failed";
    };
  }

  /** Only the first end counts: a signal may come while it is being written. */
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
