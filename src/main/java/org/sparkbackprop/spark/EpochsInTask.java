package org.sparkbackprop.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState;

/**
 * For data that one JVM holds, where a job would cost more than an epoch: one Spark job runs many
 * epochs inside its only task, which computes the partitions on several threads. The bits are those
 * of one job an epoch.
 */
public final class EpochsInTask implements EpochRunner {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Partition> gathered;
  private final KernelWatch watch;
  private final TaskMethod method;
  private final OptionalLong epochsPerJob;
  private final int threads;
  private final JobDescription description;

  /**
   * A runner over batches that are all in the memory of one JVM: those of a single partition, or
   * all in local mode.
   *
   * @param epochsPerJob how many epochs a job runs; if absent, as many as the method's time allows
   * @param threads that compute partitions, at least 1; no influence on results
   */
  public EpochsInTask(
      JavaSparkContext spark,
      Computation computation,
      JavaRDD<Batch> batches,
      KernelWatch watch,
      TaskMethod method,
      OptionalLong epochsPerJob,
      int threads,
      JobDescription description) {
    this.spark = spark;
    this.computation = computation;
    this.gathered = batches.mapPartitionsWithIndex(new Gather(), true).coalesce(1);
    this.watch = watch;
    this.method = method;
    this.epochsPerJob = epochsPerJob;
    this.threads = Math.min(threads, batches.getNumPartitions());
    this.description = description;
  }

  @Override
  public Segment run(TrainingState from, long until, Duration time) {
    long end =
        epochsPerJob.isPresent() ? Math.min(until, from.epoch() + epochsPerJob.getAsLong()) : until;
    description.training(spark, from.epoch());
    long begin = System.nanoTime();
    try (LocalExchange<Work, Done> exchange = LocalExchange.of(spark, new Work(method, from))) {
      Task task = new Task(computation, exchange, end, time, threads);
      Packed<?> returned = PartitionJob.run(gathered.rdd(), task, Packed.class).get(0);
      Done done = exchange.result(returned);
      watch.saw(new TreeSet<>(Set.of(done.kernels())));
      double compute = done.segment().spent().compute();
      double waiting = Math.max(0, (System.nanoTime() - begin) * 1e-9 - compute);
      return done.segment().with(new TimeParts(compute, waiting, 0));
    }
  }

  private record Work(TaskMethod method, TrainingState from) implements Serializable {}

  private record Done(Segment segment, String kernels) implements Serializable {}

  /** The batches of a partition, with its place: coalescing does not keep the order. */
  private record Partition(int place, List<Batch> batches) implements Serializable {}

  private record Gather() implements Function2<Integer, Iterator<Batch>, Iterator<Partition>> {

    @Override
    public Iterator<Partition> call(Integer place, Iterator<Batch> batches) {
      List<Batch> all = new ArrayList<>();
      batches.forEachRemaining(all::add);
      return List.of(new Partition(place, all)).iterator();
    }
  }

  private record Task(
      Computation computation,
      LocalExchange<Work, Done> exchange,
      long until,
      Duration time,
      int threads)
      implements PartitionFunction<Partition, Packed<?>> {

    @Override
    public Packed<?> of(int number, Iterator<Partition> partitions) {
      TreeMap<Integer, List<Batch>> inOrder = new TreeMap<>();
      partitions.forEachRemaining(partition -> inOrder.put(partition.place(), partition.batches()));
      List<Backpropagation> workers =
          Stream.generate(computation::takeBuffers).limit(threads).toList();
      Work work = exchange.given();
      Segment segment =
          work.method()
              .run(
                  workers,
                  List.copyOf(inOrder.values()),
                  runner -> runner.run(work.from(), until, time));
      workers.forEach(Computation::giveBack);
      return exchange.returned(new Done(segment, computation.kernels().identity()));
    }
  }
}
