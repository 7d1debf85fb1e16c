package org.sparkbackprop.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.training.RunDirectory;

/**
 * Keeps {@code status.json}: written first and last, and what a scheduler should believe. A stop of
 * the JVM is told there as long as it is not closed.
 */
final class RunStatus implements AutoCloseable {

  private final RunDirectory run;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final StopSignal.Hook hook;

  /** Open while no training is in progress. */
  private volatile CountDownLatch training = new CountDownLatch(0);

  private boolean ended;

  private RunStatus(RunDirectory run, Map<String, Object> first, Duration patience) {
    this.run = run;
    fields.putAll(first);
    run.firstStatus(fields);
    hook = StopSignal.onStop(() -> stopped(patience), patience);
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
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("state", "running");
    first.put("configuration", configuration);
    first.put("started_at", Instant.now().toString());
    earlier.ifPresent(before -> first.put(EarlierRun.FINISHED_BEFORE, before));
    return new RunStatus(run, first, patience);
  }

  /** From now on a training is in progress, which sees that it is to stop, and ends its step. */
  void trainingBegins() {
    training = new CountDownLatch(1);
  }

  /** All that there is to write is written. */
  @Override
  public void close() {
    training.countDown();
    hook.close();
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

  private void stopped(Duration patience) {
    StopSignal.opensWithin(training, patience);
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
