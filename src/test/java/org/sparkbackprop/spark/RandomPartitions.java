package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.RandomBatch;

/** Random samples of five features and four classes in partitions, here and as an RDD. */
final class RandomPartitions {

  private RandomPartitions() {}

  /** Two batches in every partition, of which no two have the same size. */
  static List<List<Batch>> of(int number) {
    List<List<Batch>> partitions = new ArrayList<>();
    for (int p = 0; p < number; p++) {
      partitions.add(
          List.of(RandomBatch.of(20 + p, 5, 4, 2L * p), RandomBatch.of(9, 5, 4, 2L * p + 1)));
    }
    return partitions;
  }

  /** The same in Spark, cached. */
  static JavaRDD<Batch> rdd(JavaSparkContext spark, List<List<Batch>> partitions) {
    List<List<Batch>> serializable = new ArrayList<>();
    partitions.forEach(partition -> serializable.add(new ArrayList<>(partition)));
    return spark.parallelize(serializable, partitions.size()).mapPartitions(new Flatten()).cache();
  }

  private record Flatten() implements FlatMapFunction<Iterator<List<Batch>>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<List<Batch>> partition) {
      return partition.next().iterator();
    }
  }

  /** Throws at the first attempt of partition 1, whenever it is computed. */
  record FailsOnce() implements FlatMapFunction<Iterator<Batch>, Batch> {

    @Override
    public Iterator<Batch> call(Iterator<Batch> batches) {
      TaskContext task = TaskContext.get();
      if (task.partitionId() == 1 && task.attemptNumber() == 0) {
        throw new IllegalStateException("a fault, injected by the test");
      }
      return batches;
    }
  }
}
