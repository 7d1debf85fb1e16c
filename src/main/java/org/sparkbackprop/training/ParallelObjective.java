package org.sparkbackprop.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.optim.Evaluation;
import org.sparkbackprop.optim.Objective;

/**
 * What {@link LocalObjective} computes, with the same bits, on several threads: each takes the next
 * partition that nobody has taken, and the sums of the partitions are added in their fixed tree.
 */
public final class ParallelObjective implements Objective, AutoCloseable {

  private final List<Backpropagation> workers;
  private final List<List<Batch>> partitions;
  private final ExecutorService threads;

  /**
   * The objective over partitions of batches, at least one partition.
   *
   * @param workers one a thread, at least one; all of the same network and precision
   */
  public ParallelObjective(List<Backpropagation> workers, List<List<Batch>> partitions) {
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

  @Override
  public Evaluation evaluate(double[] at) {
    AtomicInteger next = new AtomicInteger();
    GrowingTreeSum sum = new GrowingTreeSum(partitions.size());
    FutureTask<Void> own = new FutureTask<>(work(workers.get(0), at, next, sum), null);
    List<Future<?>> all = new ArrayList<>(List.of(own));
    for (Backpropagation worker : workers.subList(1, workers.size())) {
      all.add(threads.submit(work(worker, at, next, sum)));
    }
    own.run(); // in this thread
    Throwable failure = null;
    for (Future<?> work : all) {
      failure = await(work, failure);
    }
    if (failure != null) {
      throw failed(failure);
    }
    return LocalObjective.evaluation(sum.total());
  }

  private Runnable work(
      Backpropagation worker, double[] at, AtomicInteger next, GrowingTreeSum sum) {
    return () -> {
      try {
        for (int p = next.getAndIncrement(); p < partitions.size(); p = next.getAndIncrement()) {
          sum.add(p, worker.gradients(at, partitions.get(p).iterator()));
        }
      } catch (RuntimeException | Error e) {
        next.set(partitions.size()); // the others finish what they have begun, and no more
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

  /** Ends the threads; unless {@link #evaluate} was interrupted, none of them works. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
