package org.sparkbackprop.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.apache.hadoop.util.ShutdownHookManager;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.training.loop.StopRequest;

/** SIGTERM and SIGINT, and the message of a command that they end. */
final class StopSignal {

  /** Below all others: Spark has shut down, and what failed then has reported it. */
  private static final int LAST = 0;

  /** How long a stopped command may take to say so itself. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** Open until a user knows how the command ended. */
  private static final CountDownLatch SAID = new CountDownLatch(1);

  private StopSignal() {}

  /**
   * Distinguishes SIGINT from SIGTERM from now on: each ends the JVM with its code in a shell, also
   * in the status of a run. A JVM started with SIGINT ignored still ignores it.
   */
  static void watchInterrupts() {
    try {
      new IrqHandler(IrqHandler.CONTROL_C, signal -> interrupted()).bind();
    } catch (IllegalArgumentException taken) {
      // by the JVM itself (-Xrs), as its user wanted
    }
  }

  /** Has a stopped command say so even if the JVM ends before the work in progress has failed. */
  static void sayIfStopped(PrintWriter err) {
    Runnable hook =
        () -> {
          if (!StopHook.opensWithin(SAID, LAST_WORDS)) {
            err.println("stopped by a signal");
          }
        };
    long max = LAST_WORDS.plus(MARGIN).toMillis();
    ShutdownHookManager.get().addShutdownHook(hook, LAST, max, TimeUnit.MILLISECONDS);
  }

  /** The command has ended, and said how. */
  static void commandEnds() {
    SAID.countDown();
  }

  private static void interrupted() {
    StopRequest.interrupted();
    System.exit(StopRequest.code().number()); // runs the shutdown hooks, and waits for them
  }
}
