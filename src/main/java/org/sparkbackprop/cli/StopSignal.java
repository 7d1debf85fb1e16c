package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.hadoop.util.ShutdownHookManager;
import org.sparkbackprop.training.StopRequest;

/**
 * SIGTERM and its like, told before Spark begins to shut down. A training in progress is given time
 * to end its step and to keep its state.
 */
final class StopSignal {

  /** Above Spark's own hook, which stops the jobs under a training that knows of nothing. */
  private static final int PRIORITY = 100;

  /** For what is to be done behind all of the above. */
  private static final int AFTERWARDS = PRIORITY - 1;

  /** Below all others: Spark has shut down, and what failed thereby has had the time to say so. */
  private static final int LAST = 0;

  /** How long a command that was stopped may take to say so in its own words. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  /** For a status to be written after the wait. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static volatile ExitCode code = ExitCode.STOPPED;

  /** Open until a user knows how the command ended. */
  private static final CountDownLatch SAID = new CountDownLatch(1);

  private StopSignal() {}

  /**
   * Tells SIGINT from SIGTERM from now on: each ends the JVM with the code that a shell has for it,
   * which the status of a run says too. A JVM that was started with SIGINT ignored goes on with
   * that.
   */
  static void watchInterrupts() {
    try {
      new IrqHandler(IrqHandler.CONTROL_C, new Interrupt()).bind();
    } catch (IllegalArgumentException taken) {
      // by the JVM itself (-Xrs): such a JVM ends as its user wanted
    }
  }

  /**
   * A command that is stopped by a signal says so in any case: whatever is in progress may end with
   * the JVM before it has failed.
   */
  static void sayIfStopped(PrintWriter err) {
    Runnable hook =
        () -> {
          if (!opensWithin(SAID, LAST_WORDS)) {
            err.println("stopped by a signal");
          }
        };
    long most = LAST_WORDS.plus(MARGIN).toMillis();
    ShutdownHookManager.get().addShutdownHook(hook, LAST, most, TimeUnit.MILLISECONDS);
  }

  /** The command has ended, and said how. */
  static void commandEnds() {
    SAID.countDown();
  }

  /** With which code the JVM ends that a signal stops. */
  static ExitCode code() {
    return code;
  }

  private static final class Interrupt implements IrqHandler.Interrupted {
    @Override
    public void interrupted(IrqHandler.InterruptData signal) {
      code = ExitCode.INTERRUPTED;
      System.exit(code.number()); // runs the hooks below, and waits for them
    }
  }

  /** Something that is done when the JVM is told to end, until it is closed. */
  @FunctionalInterface
  interface Hook extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Runs an action when the JVM is told to end.
   *
   * @param action must do nothing if its work has ended
   * @param time that it may take
   */
  static Hook onStop(Runnable action, Duration time) {
    return hook(action, PRIORITY, time);
  }

  /** Runs an action when the JVM is told to end, and those of {@link #onStop} are done. */
  static Hook afterStop(Runnable action) {
    return hook(action, AFTERWARDS, Duration.ZERO);
  }

  private static Hook hook(Runnable action, int priority, Duration time) {
    Runnable hook =
        () -> {
          StopRequest.make();
          action.run();
        };
    ShutdownHookManager manager = ShutdownHookManager.get();
    manager.addShutdownHook(hook, priority, time.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    return () -> {
      if (!manager.isShutdownInProgress()) {
        manager.removeShutdownHook(hook);
      }
    };
  }

  /** Waits for a latch so long at most; says whether it is open. */
  static boolean opensWithin(CountDownLatch latch, Duration patience) {
    try {
      return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
