package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Summable;
import scala.Tuple2;

/**
 * Sums what the partitions give in the order of {@link Summable#treeSum}, whatever finishes first.
 *
 * <p>Few partitions are summed on the driver. Of many, groups of 2ᵏ neighbours, each a whole branch
 * of that tree, are summed on the executors first, behind a shuffle by group; the driver sums the
 * groups. Both ways add the same numbers in the same order.
 */
final class TreeSum {

  /** So many results of partitions come to the driver at most. */
  static final int MOST_ON_DRIVER = 32;

  private TreeSum() {}

  /** The sum over all partitions, at least one. */
  static <T extends Summable<T>> T over(
      JavaRDD<Batch> batches, PartitionFunction<T> perPartition, Class<T> type) {
    int partitions = batches.getNumPartitions();
    if (partitions <= MOST_ON_DRIVER) {
      return Summable.treeSum(PartitionJob.run(batches.rdd(), perPartition, type));
    }
    JavaPairRDD<Integer, T> grouped =
        JavaPairRDD.fromJavaRDD(batches.mapPartitionsWithIndex(new Numbered<>(perPartition), true))
            .partitionBy(new ByGroup(groupSize(partitions), partitions));
    try {
      return Summable.treeSum(grouped.mapPartitions(new SumOfGroup<T>()).collect());
    } finally {
      grouped.rdd().cleanShuffleDependencies(false); // else each epoch leaves its files behind
    }
  }

  /** The smallest power of two of which at most {@link #MOST_ON_DRIVER} cover all partitions. */
  static int groupSize(int partitions) {
    int size = 1;
    while ((long) size * MOST_ON_DRIVER < partitions) {
      size *= 2;
    }
    return size;
  }

  private record Numbered<T extends Summable<T>>(PartitionFunction<T> perPartition)
      implements Function2<Integer, Iterator<Batch>, Iterator<Tuple2<Integer, T>>> {

    @Override
    public Iterator<Tuple2<Integer, T>> call(Integer partition, Iterator<Batch> batches) {
      return List.of(new Tuple2<>(partition, perPartition.of(partition, batches))).iterator();
    }
  }

  private static final class ByGroup extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int size;
    private final int groups;

    ByGroup(int size, int partitions) {
      this.size = size;
      this.groups = (partitions + size - 1) / size;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object partition) {
      return (Integer) partition / size;
    }
  }

  private static final class SumOfGroup<T extends Summable<T>>
      implements FlatMapFunction<Iterator<Tuple2<Integer, T>>, T> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<T> call(Iterator<Tuple2<Integer, T>> group) {
      TreeMap<Integer, T> inOrder = new TreeMap<>();
      group.forEachRemaining(pair -> inOrder.put(pair._1(), pair._2()));
      return List.of(Summable.treeSum(new ArrayList<>(inOrder.values()))).iterator();
    }
  }
}
