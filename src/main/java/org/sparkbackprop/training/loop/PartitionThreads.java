package org.sparkbackprop.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.sparkbackprop.network.Sliceable;

/**
 * Threads over partitions: each takes the next partition that nobody has taken, and what the
 * partitions give is added in its fixed tree.
 *
 * @param <W> what a thread works with, and no other at the same time
 */
public final class PartitionThreads<W> implements AutoCloseable {

  /** What is done for a partition. */
  public interface Work<W, T> {
    /** What the partition of this number gives. */
    T of(W worker, int partition);
  }

  private final List<W> workers;
  private final int partitions;
  private final ExecutorService threads;

  /**
   * Threads that start when they are needed.
   *
   * @param workers one a thread, at least one
   * @param partitions how many, at least one
   */
  public PartitionThreads(List<W> workers, int partitions) {
    this.workers = workers;
    this.partitions = partitions;
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "backpropagation");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The sum of what all partitions give. */
  public <T extends Sliceable<T>> T sum(Work<W, T> work) {
    AtomicInteger next = new AtomicInteger();
    GrowingTreeSum<T> sum = new GrowingTreeSum<>(partitions);
    FutureTask<Void> own = new FutureTask<>(loop(workers.get(0), work, next, sum), null);
    List<Future<?>> all = new ArrayList<>(List.of(own));
    for (W worker : workers.subList(1, workers.size())) {
      all.add(threads.submit(loop(worker, work, next, sum)));
    }
    own.run(); // in this thread
    Throwable failure = null;
    for (Future<?> future : all) {
      failure = await(future, failure);
    }
    if (failure != null) {
      throw failed(failure);
    }
    return sum.total();
  }

  private <T extends Sliceable<T>> Runnable loop(
      W worker, Work<W, T> work, AtomicInteger next, GrowingTreeSum<T> sum) {
    return () -> {
      try {
        for (int p = next.getAndIncrement(); p < partitions; p = next.getAndIncrement()) {
          sum.add(p, work.of(worker, p));
        }
      } catch (RuntimeException | Error e) {
        next.set(partitions); // the others finish what they have begun, and no more
        throw e;
      }
    };
  }

  /** Waits for a thread; returns the failure of an earlier one, or else its own, or null. */
  private static Throwable await(Future<?> work, Throwable earlier) {
    try {
      work.get();
      return earlier;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return earlier == null ? e : earlier;
    } catch (ExecutionException e) {
      return earlier == null ? e.getCause() : earlier;
    }
  }

  /** The exception for a failure; an Error is thrown as it is, so that Spark sees which one. */
  private static RuntimeException failed(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("interrupted while other threads compute", failure);
  }

  /** Ends the threads; unless {@link #sum} was interrupted, none of them works. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
