package org.sparkbackprop.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    List<Future<?>> others = new ArrayList<>();
    for (Backpropagation worker : workers.subList(1, workers.size())) {
      others.add(threads.submit(work(worker, at, next, sum)));
    }
    work(workers.get(0), at, next, sum).run();
    others.forEach(ParallelObjective::await);
    return LocalObjective.evaluation(sum.total());
  }

  private Runnable work(
      Backpropagation worker, double[] at, AtomicInteger next, GrowingTreeSum sum) {
    return () -> {
      for (int p = next.getAndIncrement(); p < partitions.size(); p = next.getAndIncrement()) {
        sum.add(p, worker.gradients(at, partitions.get(p).iterator()));
      }
    };
  }

  private static void await(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while other threads compute", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread failed: " + e.getCause(), e.getCause());
    }
  }

  /** Ends the threads, also those that still work after a failure of another. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
