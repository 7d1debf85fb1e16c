package org.sparkbackprop.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A Spark job of a named function class over all partitions. Spark reads the bytecode of lambdas,
 * also of those that its Java interface makes, to clean them; of a named class it does not.
 */
final class PartitionJob {

  private PartitionJob() {}

  /** What the function gives for each partition, in the order of the partitions. */
  static <T, R> List<R> run(
      RDD<T> data, AbstractFunction2<TaskContext, Iterator<T>, R> function, Class<R> result) {
    ClassTag<R> tag = scala.reflect.ClassTag$.MODULE$.apply(result);
    Object[] results = new Object[data.getNumPartitions()];
    List<Object> indices = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      indices.add(i);
    }
    data.sparkContext()
        .runJob(
            data,
            function,
            CollectionConverters.asScala(indices).toSeq(),
            new Place<R>(results),
            tag);
    return Arrays.stream(results).map(result::cast).toList();
  }

  /** Puts each result where its partition's place is. */
  private static final class Place<R> extends AbstractFunction2<Object, R, BoxedUnit> {

    private final Object[] results;

    Place(Object[] results) {
      this.results = results;
    }

    @Override
    public BoxedUnit apply(Object partition, R result) {
      results[(Integer) partition] = result;
      return BoxedUnit.UNIT;
    }
  }
}
