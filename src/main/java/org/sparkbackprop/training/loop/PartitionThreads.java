package org.sparkbackprop.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.sparkbackprop.network.Sliceable;

/**
 * Threads over partitions: each takes the next free partition, and the results are added in a fixed
 * tree.
 *
 * @param <W> what a thread works with, and no other thread at the same time
 */
public final class PartitionThreads<W> implements AutoCloseable {

  private final List<W> workers;
  private final int partitions;
  private final ExecutorService threads;

  /**
   * Threads that start when they are needed.
   *
   * @param workers one for each thread, at least one
   * @param partitions number of partitions, at least one
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

  /**
   * The sum of the results of all partitions.
   *
   * @param work computes the result of a partition, by its number
   */
  public <T extends Sliceable<T>> T sum(BiFunction<W, Integer, T> work) {
    GrowingTreeSum<T> sum = new GrowingTreeSum<>(partitions);
    forEach((worker, partition) -> sum.add(partition, work.apply(worker, partition)));
    return sum.total();
  }

  /**
   * Does some work for every partition.
   *
   * @param work for a partition, by its number
   */
  public void forEach(BiConsumer<W, Integer> work) {
    AtomicInteger next = new AtomicInteger();
    FutureTask<Void> own = new FutureTask<>(loop(workers.get(0), work, next), null);
    List<Future<?>> all = new ArrayList<>(List.of(own));
    for (W worker : workers.subList(1, workers.size())) {
      all.add(threads.submit(loop(worker, work, next)));
    }
    own.run(); // in this thread
    Throwable failure = null;
    for (Future<?> future : all) {
      failure = await(future, failure);
    }
    if (failure != null) {
      throw failed(failure);
    }
  }

  private Runnable loop(W worker, BiConsumer<W, Integer> work, AtomicInteger next) {
    return () -> {
      try {
        for (int p = next.getAndIncrement(); p < partitions; p = next.getAndIncrement()) {
          work.accept(worker, p);
        }
      } catch (RuntimeException | Error e) {
        next.set(partitions); // the others finish only their current partition
        throw e;
      }
    };
  }

  /** Waits for a thread; returns the failure of an earlier one, else its own, else null. */
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

  /** The exception for a failure; an Error is thrown unchanged, so that Spark sees it. */
  private static RuntimeException failed(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("interrupted while other threads compute", failure);
  }

  /** Ends the threads, which are idle unless {@link #sum} was interrupted. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
