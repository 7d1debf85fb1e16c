package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Sliceable;
import org.sparkbackprop.training.loop.GrowingTreeSum;
import scala.Tuple2;
import scala.reflect.ClassTag;

/**
 * Sums the results of partitions in the order of {@link GrowingTreeSum}, whichever finishes first
 * and wherever a {@link SumPlan} places the additions.
 */
final class TreeSum<T extends Sliceable<T>> {

  /** Results of more numbers travel packed: 64 KB. */
  private static final int MANY_NUMBERS = 8192;

  /**
   * The form of a sum over partitions.
   *
   * @param numbers in each part, and in the whole
   * @param room makes a whole of zeros for slices
   */
  record Form<T extends Sliceable<T>>(Class<T> type, long numbers, Supplier<T> room) {}

  private final Form<T> form;
  private final SumPlan plan;
  private final JobTimes times;

  private TreeSum(Form<T> form, SumPlan plan, JobTimes times) {
    this.form = form;
    this.plan = plan;
    this.times = times;
  }

  /** The sum over all partitions, at least one. */
  static <T extends Sliceable<T>> T over(
      JavaRDD<Batch> batches,
      PartitionFunction<Batch, T> perPartition,
      Form<T> form,
      JobTimes times) {
    SumPlan plan = SumPlan.of(batches.getNumPartitions(), form.numbers());
    return over(batches, perPartition, form, plan, times);
  }

  /** The sum by a plan. */
  static <T extends Sliceable<T>> T over(
      JavaRDD<Batch> batches,
      PartitionFunction<Batch, T> perPartition,
      Form<T> form,
      SumPlan plan,
      JobTimes times) {
    TreeSum<T> sum = new TreeSum<>(form, plan, times);
    return plan.groups().isEmpty()
        ? sum.onDriver(batches.rdd(), perPartition)
        : sum.byShuffles(batches.rdd(), perPartition);
  }

  private T onDriver(RDD<Batch> batches, PartitionFunction<Batch, T> perPartition) {
    GrowingTreeSum<T> sum = new GrowingTreeSum<>(batches.getNumPartitions());
    if (form.numbers() <= MANY_NUMBERS) {
      PartitionJob.run(batches, perPartition, form.type(), timed(sum::add));
    } else {
      PartitionJob.run(
          batches,
          new PackResult<>(perPartition),
          Packed.class,
          timed((partition, result) -> sum.add(partition, result.value())));
    }
    return sum.total();
  }

  private <R> PartitionJob.Sink<R> timed(PartitionJob.Sink<R> sink) {
    return (partition, result) -> {
      long begin = System.nanoTime();
      sink.take(partition, result);
      times.addedOnDriver(System.nanoTime() - begin);
    };
  }

  private T byShuffles(RDD<Batch> batches, PartitionFunction<Batch, T> perPartition) {
    int parts = batches.getNumPartitions();
    RDD<Tuple2<Part, Packed<T>>> level =
        new TransformedRdd<>(batches, new Cut<>(perPartition, plan.slices()), Tuple2.class);
    for (int size : plan.groups()) {
      ByGroup group = new ByGroup(parts, size, plan.slices());
      ClassTag<Part> key = scala.reflect.ClassTag$.MODULE$.apply(Part.class);
      ClassTag<Packed<T>> value = scala.reflect.ClassTag$.MODULE$.apply(Packed.class);
      RDD<Tuple2<Part, Packed<T>>> shuffled = new ShuffledRDD<>(level, group, key, value, value);
      level = new TransformedRdd<>(shuffled, new SumOfGroup<T>(group), Tuple2.class);
      parts = group.groups();
    }
    try {
      return collected(level, parts);
    } finally {
      level.cleanShuffleDependencies(false); // else each epoch would leave its files
    }
  }

  private T collected(RDD<Tuple2<Part, Packed<T>>> sums, int parts) {
    if (plan.slices() == 1) {
      GrowingTreeSum<T> sum = new GrowingTreeSum<>(parts);
      PartitionJob.run(
          sums,
          new Single<T>(),
          Packed.class,
          timed((part, result) -> sum.add(part, result.value())));
      return sum.total();
    }
    T whole = form.room().get();
    PartitionJob.run(
        sums,
        new Single<T>(),
        Packed.class,
        timed((slice, result) -> whole.put(result.value(), slice, plan.slices())));
    return whole;
  }

  /**
   * A slice of a sum.
   *
   * @param place of the sum among those of its level
   */
  private record Part(int place, int slice) implements Serializable {}

  /** Which task adds what: one slice of a group of neighbours. */
  private static final class ByGroup extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int parts;
    private final int size;
    private final int slices;

    ByGroup(int parts, int size, int slices) {
      this.parts = parts;
      this.size = size;
      this.slices = slices;
    }

    int groups() {
      return SumPlan.groupsOf(parts, size);
    }

    @Override
    public int numPartitions() {
      return groups() * slices;
    }

    @Override
    public int getPartition(Object key) {
      Part part = (Part) key;
      return part.place() / size * slices + part.slice();
    }

    /** The result of a task, a part of the next level. */
    Part result(int task) {
      return new Part(task / slices, task % slices);
    }

    int partsOf(int group) {
      return Math.min(size, parts - group * size);
    }
  }

  /** A partition's result in slices, each of which is cut when it is written. */
  private record Cut<T extends Sliceable<T>>(PartitionFunction<Batch, T> perPartition, int slices)
      implements PartitionFunction<Batch, Iterator<Tuple2<Part, Packed<T>>>> {

    @Override
    public Iterator<Tuple2<Part, Packed<T>>> of(int partition, Iterator<Batch> batches) {
      T whole = perPartition.of(partition, batches);
      return IntStream.range(0, slices)
          .mapToObj(
              slice ->
                  new Tuple2<>(
                      new Part(partition, slice), new Packed<T>(() -> whole.slice(slice, slices))))
          .iterator();
    }
  }

  private record SumOfGroup<T extends Sliceable<T>>(ByGroup groups)
      implements PartitionFunction<Tuple2<Part, Packed<T>>, Iterator<Tuple2<Part, Packed<T>>>> {

    @Override
    public Iterator<Tuple2<Part, Packed<T>>> of(int task, Iterator<Tuple2<Part, Packed<T>>> parts) {
      long begin = System.nanoTime();
      Part result = groups.result(task);
      GrowingTreeSum<T> sum = new GrowingTreeSum<>(groups.partsOf(result.place()));
      parts.forEachRemaining(part -> sum.add(part._1().place() % groups.size, part._2().value()));
      T total = sum.total();
      total.added(System.nanoTime() - begin);
      return List.of(new Tuple2<>(result, new Packed<>(total))).iterator();
    }
  }

  private record PackResult<T extends Sliceable<T>>(PartitionFunction<Batch, T> perPartition)
      implements PartitionFunction<Batch, Packed<T>> {

    @Override
    public Packed<T> of(int partition, Iterator<Batch> batches) {
      return new Packed<>(perPartition.of(partition, batches));
    }
  }

  /** The only sum of a task. */
  private record Single<T extends Sliceable<T>>()
      implements PartitionFunction<Tuple2<Part, Packed<T>>, Packed<T>> {

    @Override
    public Packed<T> of(int task, Iterator<Tuple2<Part, Packed<T>>> sums) {
      return sums.next()._2();
    }
  }
}
