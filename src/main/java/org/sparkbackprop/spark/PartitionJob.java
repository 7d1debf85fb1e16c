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

  /** Takes what the partitions give, one by one, in any order. */
  interface Sink<R> {
    void take(int partition, R result);
  }

  /** What the function gives for each partition, in the order of the partitions. */
  static <T, R> List<R> run(
      RDD<T> data, AbstractFunction2<TaskContext, Iterator<T>, R> function, Class<R> result) {
    Object[] results = new Object[data.getNumPartitions()];
    run(data, function, result, (partition, given) -> results[partition] = given);
    return Arrays.stream(results).map(result::cast).toList();
  }

  /** Hands on what the function gives for each partition as soon as it is there. */
  static <T, R> void run(
      RDD<T> data,
      AbstractFunction2<TaskContext, Iterator<T>, R> function,
      Class<R> result,
      Sink<? super R> sink) {
    ClassTag<R> tag = scala.reflect.ClassTag$.MODULE$.apply(result);
    List<Object> indices = new ArrayList<>();
    for (int i = 0; i < data.getNumPartitions(); i++) {
      indices.add(i);
    }
    data.sparkContext()
        .runJob(
            data,
            function,
            CollectionConverters.asScala(indices).toSeq(),
            new HandOn<R>(sink),
            tag);
  }

  private static final class HandOn<R> extends AbstractFunction2<Object, R, BoxedUnit> {

    private final Sink<? super R> sink;

    HandOn(Sink<? super R> sink) {
      this.sink = sink;
    }

    @Override
    public BoxedUnit apply(Object partition, R result) {
      sink.take((Integer) partition, result);
      return BoxedUnit.UNIT;
    }
  }
}
