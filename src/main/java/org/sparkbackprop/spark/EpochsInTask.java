package org.sparkbackprop.spark;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.cluster.JobDescription;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.loss.Temperatures;
import org.sparkbackprop.training.loop.EpochRunner;
import org.sparkbackprop.training.loop.EpochRunner.Segment;
import org.sparkbackprop.training.loop.LocalValidator;
import org.sparkbackprop.training.loop.LoopMemory;
import org.sparkbackprop.training.loop.Recording;
import org.sparkbackprop.training.loop.Stopping;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState;
import org.sparkbackprop.training.loop.ValidatedEpochs;
import org.sparkbackprop.training.loop.ValidatedRunner;
import org.sparkbackprop.training.loop.ValidatedRunner.Measuring;
import org.sparkbackprop.training.loop.ValidatedRunner.Stretch;

/**
 * For data that one JVM holds, where a job would cost more than an epoch: one Spark job runs many
 * epochs inside its only task, and validates them there, on several threads. The bits are those of
 * one job an epoch and one job a validation.
 */
public final class EpochsInTask implements EpochRunner, ValidatedRunner {

  private final JavaSparkContext spark;
  private final Computation computation;
  private final JavaRDD<Partition> gathered;
  private final KernelWatch watch;
  private final TaskMethod method;
  private final Optional<Validation> validation;
  private final OptionalLong epochsPerJob;
  private final int threads;
  private final JobDescription description;

  /**
   * What is validated inside the task, and when.
   *
   * @param batches all in the memory of the same JVM
   * @param stopping rules that depend on them
   * @param recording which epochs are validated
   * @param temperatures among which that of the least cost is taken
   * @param measuring of what the score does not tell, if the rules depend on it
   */
  public record Validation(
      JavaRDD<Batch> batches,
      Stopping stopping,
      Recording recording,
      Temperatures temperatures,
      Optional<Measuring> measuring) {}

  /**
   * A runner over batches that are all in the memory of one JVM: those of a single partition, or
   * all in local mode.
   *
   * @param validation inside the task; absent if there is none, or it is done elsewhere
   * @param epochsPerJob how many epochs a job runs; if absent, as many as the method's time allows
   * @param threads that compute partitions, at least 1; no influence on results
   */
  public EpochsInTask(
      JavaSparkContext spark,
      Computation computation,
      JavaRDD<Batch> batches,
      KernelWatch watch,
      TaskMethod method,
      Optional<Validation> validation,
      OptionalLong epochsPerJob,
      int threads,
      JobDescription description) {
    this.spark = spark;
    this.computation = computation;
    JavaRDD<Partition> training = gather(batches, Part.TRAINING);
    this.gathered =
        validation
            .map(held -> training.union(gather(held.batches(), Part.VALIDATION)))
            .orElse(training)
            .coalesce(1);
    this.watch = watch;
    this.method = method;
    this.validation = validation;
    this.epochsPerJob = epochsPerJob;
    this.threads = threads;
    this.description = description;
  }

  private static JavaRDD<Partition> gather(JavaRDD<Batch> batches, Part part) {
    return batches.mapPartitionsWithIndex(new Gather(part), true);
  }

  /** Runs epochs without validation. */
  @Override
  public Segment run(TrainingState from, long until, Duration time) {
    return run(from, LoopMemory.NONE, until, time).epochs();
  }

  @Override
  public Stretch run(TrainingState from, LoopMemory memory, long until, Duration time) {
    long end =
        epochsPerJob.isPresent() ? Math.min(until, from.epoch() + epochsPerJob.getAsLong()) : until;
    description.training(spark, from.epoch());
    long begin = System.nanoTime();
    Work work =
        new Work(
            method,
            from,
            memory,
            validation.map(Validation::stopping).orElse(null),
            validation.map(Validation::recording).orElse(null),
            validation.map(Validation::temperatures).orElse(null),
            validation.flatMap(Validation::measuring).orElse(null));
    try (LocalExchange<Work, Done> exchange = LocalExchange.of(spark, work)) {
      Task task = new Task(computation, exchange, end, time, threads);
      Packed<?> returned = PartitionJob.run(gathered.rdd(), task, Packed.class).get(0);
      Done done = exchange.result(returned);
      watch.saw(new TreeSet<>(Set.of(done.kernels())));
      double compute = done.stretch().epochs().spent().compute();
      double seconds = (System.nanoTime() - begin) * 1e-9 - done.stretch().validationSeconds();
      return done.stretch().with(new TimeParts(compute, Math.max(0, seconds - compute), 0));
    }
  }

  /** Without stopping rules and recording, nothing is validated. */
  private record Work(
      TaskMethod method,
      TrainingState from,
      LoopMemory memory,
      Stopping stopping,
      Recording recording,
      Temperatures temperatures,
      Measuring measuring)
      implements Serializable {}

  private record Done(Stretch stretch, String kernels) implements Serializable {}

  private enum Part {
    TRAINING,
    VALIDATION
  }

  /** The batches of a partition, with its place: coalescing does not keep the order. */
  private record Partition(Part part, int place, List<Batch> batches) implements Serializable {}

  private record Gather(Part part)
      implements Function2<Integer, Iterator<Batch>, Iterator<Partition>> {

    @Override
    public Iterator<Partition> call(Integer place, Iterator<Batch> batches) {
      List<Batch> all = new ArrayList<>();
      batches.forEachRemaining(all::add);
      return List.of(new Partition(part, place, all)).iterator();
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
      Map<Part, TreeMap<Integer, List<Batch>>> inOrder = new EnumMap<>(Part.class);
      partitions.forEachRemaining(
          each ->
              inOrder
                  .computeIfAbsent(each.part(), part -> new TreeMap<>())
                  .put(each.place(), each.batches()));
      List<List<Batch>> training = List.copyOf(inOrder.get(Part.TRAINING).values());
      Work work = exchange.given();
      List<Backpropagation> workers =
          Stream.generate(computation::takeBuffers)
              .limit(work.method().workers(threads, training.size()))
              .toList();
      Stretch stretch =
          inOrder.containsKey(Part.VALIDATION)
              ? validated(
                  work, workers, training, List.copyOf(inOrder.get(Part.VALIDATION).values()))
              : plain(work, workers, training);
      workers.forEach(Computation::giveBack);
      return exchange.returned(new Done(stretch, computation.kernels().identity()));
    }

    private Stretch plain(Work work, List<Backpropagation> workers, List<List<Batch>> training) {
      Function<EpochRunner, Segment> epochs = runner -> runner.run(work.from(), until, time);
      return new Stretch(
          work.method().run(workers, training, threads, epochs), work.memory(), null, 0);
    }

    private Stretch validated(
        Work work,
        List<Backpropagation> workers,
        List<List<Batch>> training,
        List<List<Batch>> validation) {
      List<ForwardPass> passes =
          Stream.generate(() -> new ForwardPass(computation.network(), computation.precision()))
              .limit(Math.min(threads, validation.size()))
              .toList();
      try (LocalValidator validator =
          new LocalValidator(
              passes, validation, work.temperatures(), Optional.ofNullable(work.measuring()))) {
        return work.method()
            .run(
                workers,
                training,
                threads,
                runner ->
                    new ValidatedEpochs(
                            runner,
                            Optional.of(validator),
                            work.stopping(),
                            work.recording(),
                            work.method().budget())
                        .run(work.from(), work.memory(), until, time));
      }
    }
  }
}
