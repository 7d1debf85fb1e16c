package org.sparkbackprop.training.minibatch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads of one JVM that work in step: they meet many thousand times a second, where a barrier of
 * the library, which puts threads to sleep, would take longer than the work between two meetings.
 * If there are more threads than cores, a waiting thread soon leaves its core to others.
 */
final class ThreadTeam implements AutoCloseable {

  /** Some microseconds, in which the others usually arrive. */
  private static final int SPINS = 2_000;

  /** Then other threads may need the core. */
  private static final int YIELDS = 200;

  private static final long PAUSE_NANOS = 50_000;

  private final int members;
  private final ExecutorService threads;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int meeting;
  private volatile boolean failed;

  /** A team of this many members, at least one. */
  ThreadTeam(int members) {
    this.members = members;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "mini-batch");
              thread.setDaemon(true);
              return thread;
            });
  }

  int members() {
    return members;
  }

  /**
   * Every member does its work; member 0 is this thread. Returns when all have finished.
   *
   * @param work gets the number of the member
   */
  void run(IntConsumer work) {
    failed = false;
    arrived.set(0);
    List<Future<?>> others = new ArrayList<>();
    for (int member = 1; member < members; member++) {
      int number = member;
      others.add(threads.submit(() -> guarded(work, number)));
    }
    RuntimeException failure = null;
    try {
      guarded(work, 0);
    } catch (LeftAloneException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      others.forEach(ThreadTeam::join);
      throw e;
    }
    for (Future<?> other : others) {
      Throwable thrown = join(other);
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception
          && (failure == null || failure instanceof LeftAloneException)) {
        failure = exception;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void guarded(IntConsumer work, int member) {
    try {
      work.accept(member);
    } catch (RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  private static Throwable join(Future<?> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true; // the work ends by itself, as a member has failed or all go on
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Another member has failed. */
  private static final class LeftAloneException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LeftAloneException() {
      super("another thread of the mini-batch has failed");
    }
  }

  /** Waits until all members are here; what each wrote before, all see after it. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint that speeds up; a pause follows
  void meet() {
    if (members == 1) {
      return;
    }
    int now = meeting;
    if (arrived.incrementAndGet() == members) {
      arrived.set(0);
      meeting = now + 1;
      return;
    }
    for (int waits = 0; meeting == now; waits++) {
      if (failed) {
        throw new LeftAloneException();
      }
      if (waits < SPINS) {
        Thread.onSpinWait();
      } else if (waits < SPINS + YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
