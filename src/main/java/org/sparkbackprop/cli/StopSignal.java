package org.sparkbackprop.cli;

import org.apache.hadoop.util.ShutdownHookManager;

/** SIGTERM and its like, told before Spark begins to shut down. */
final class StopSignal {

  /** What a shell makes of SIGTERM: 128 + 15. */
  static final int EXIT_CODE = 143;

  /** Above Spark's own hook, which stops the jobs under a training that knows of nothing. */
  private static final int PRIORITY = 100;

  private static volatile boolean received;

  private StopSignal() {}

  /** Runs an action when the JVM is told to end. It must do nothing if its work has ended. */
  static void onStop(Runnable action) {
    Runnable hook =
        () -> {
          received = true;
          action.run();
        };
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY);
  }

  /** Whether the JVM is about to end, so that what fails now fails for that reason. */
  static boolean received() {
    return received;
  }
}
