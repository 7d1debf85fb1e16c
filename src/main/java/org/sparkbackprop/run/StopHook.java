package org.sparkbackprop.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.sparkbackprop.training.loop.StopRequest;

/**
 * An action when the JVM is told to end, before Spark shuts down, unless it is closed. A training
 * in progress gets time to end its step and keep its state.
 */
public final class StopHook implements AutoCloseable {

  /** Above Spark's own hook, which stops the jobs of a training. */
  private static final int PRIORITY = 100;

  /** After all actions of that priority. */
  private static final int AFTERWARDS = PRIORITY - 1;

  /** Time to write a status after the wait. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Runnable hook;

  private StopHook(Runnable hook) {
    this.hook = hook;
  }

  @Override
  public void close() {
    ShutdownHookManager manager = ShutdownHookManager.get();
    if (!manager.isShutdownInProgress()) {
      manager.removeShutdownHook(hook);
    }
  }

  /**
   * Runs an action when the JVM is told to end.
   *
   * @param action must do nothing if its work has ended
   * @param time that it may take
   */
  public static StopHook onStop(Runnable action, Duration time) {
    return hook(action, PRIORITY, time);
  }

  /** Runs an action when the JVM is told to end, after those of {@link #onStop}. */
  public static StopHook afterStop(Runnable action) {
    return hook(action, AFTERWARDS, Duration.ZERO);
  }

  private static StopHook hook(Runnable action, int priority, Duration time) {
    Runnable hook =
        () -> {
          StopRequest.make();
          action.run();
        };
    ShutdownHookManager manager = ShutdownHookManager.get();
    manager.addShutdownHook(hook, priority, time.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    return new StopHook(hook);
  }

  /** Waits for a latch; returns whether it opened in time. */
  public static boolean opensWithin(CountDownLatch latch, Duration patience) {
    try {
      return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
