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
import org.sparkbackprop.network.Gradients;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Sums what the partitions give in the order of {@link Gradients#treeSum}, whatever finishes first.
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
  static Gradients over(JavaRDD<Batch> batches, PartitionGradients perPartition) {
    int partitions = batches.getNumPartitions();
    if (partitions <= MOST_ON_DRIVER) {
      return Gradients.treeSum(PartitionJob.run(batches.rdd(), perPartition, Gradients.class));
    }
    JavaPairRDD<Integer, Gradients> grouped =
        JavaPairRDD.fromJavaRDD(batches.mapPartitionsWithIndex(new Numbered(perPartition), true))
            .partitionBy(new ByGroup(groupSize(partitions), partitions));
    try {
      return Gradients.treeSum(grouped.mapPartitions(new SumOfGroup()).collect());
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

  private record Numbered(PartitionGradients perPartition)
      implements Function2<Integer, Iterator<Batch>, Iterator<Tuple2<Integer, Gradients>>> {

    @Override
    public Iterator<Tuple2<Integer, Gradients>> call(Integer partition, Iterator<Batch> batches) {
      Gradients sums = perPartition.apply(null, CollectionConverters.asScala(batches));
      return List.of(new Tuple2<>(partition, sums)).iterator();
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

  private static final class SumOfGroup
      implements FlatMapFunction<Iterator<Tuple2<Integer, Gradients>>, Gradients> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Gradients> call(Iterator<Tuple2<Integer, Gradients>> group) {
      TreeMap<Integer, Gradients> inOrder = new TreeMap<>();
      group.forEachRemaining(pair -> inOrder.put(pair._1(), pair._2()));
      return List.of(Gradients.treeSum(new ArrayList<>(inOrder.values()))).iterator();
    }
  }
}
