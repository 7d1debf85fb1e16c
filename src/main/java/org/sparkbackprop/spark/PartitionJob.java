package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A Spark job of a named function class over all partitions. Spark reads the bytecode of lambdas to
 * clean them, also of those in its Java API, but not that of named classes.
 */
final class PartitionJob {

  private PartitionJob() {}

  /** Takes the results of partitions one by one, in any order. */
  interface Sink<R> {
    void take(int partition, R result);
  }

  /** The results of all partitions, in their order. */
  static <T, R> List<R> run(
      RDD<T> data, PartitionFunction<T, R> function, Class<? super R> result) {
    List<R> results = new ArrayList<>(Collections.nCopies(data.getNumPartitions(), null));
    run(data, function, result, results::set);
    return results;
  }

  /** Passes the result of each partition to a sink as soon as it is there. */
  static <T, R> void run(
      RDD<T> data,
      PartitionFunction<T, R> function,
      Class<? super R> result,
      Sink<? super R> sink) {
    ClassTag<R> tag = scala.reflect.ClassTag$.MODULE$.<R>apply(result);
    List<Object> indices = new ArrayList<>();
    for (int i = 0; i < data.getNumPartitions(); i++) {
      indices.add(i);
    }
    data.sparkContext()
        .runJob(
            data,
            new InTask<>(function),
            CollectionConverters.asScala(indices).toSeq(),
            new HandOn<R>(sink),
            tag);
  }

  private static final class InTask<T, R> extends AbstractFunction2<TaskContext, Iterator<T>, R>
      implements Serializable {

    private static final long serialVersionUID = 1;

    private final PartitionFunction<T, R> function;

    InTask(PartitionFunction<T, R> function) {
      this.function = function;
    }

    @Override
    public R apply(TaskContext context, Iterator<T> elements) {
      return function.of(context.partitionId(), CollectionConverters.asJava(elements));
    }
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
