package org.sparkbackprop.spark;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * The partitions of another RDD, transformed one by one, without the lambda of mapPartitions, whose
 * bytecode Spark reads each time.
 */
final class TransformedRdd<T, R> extends RDD<R> {

  private static final long serialVersionUID = 1;

  private final PartitionFunction<T, java.util.Iterator<R>> transformation;
  private final ClassTag<T> before;

  TransformedRdd(
      RDD<T> data,
      PartitionFunction<T, java.util.Iterator<R>> transformation,
      Class<? super R> result) {
    super(data, scala.reflect.ClassTag$.MODULE$.<R>apply(result));
    this.transformation = transformation;
    this.before = data.elementClassTag();
  }

  @Override
  public Iterator<R> compute(Partition split, TaskContext context) {
    Iterator<T> elements = this.<T>firstParent(before).iterator(split, context);
    return CollectionConverters.asScala(
        transformation.of(split.index(), CollectionConverters.asJava(elements)));
  }

  @Override
  public Partition[] getPartitions() {
    return this.<T>firstParent(before).partitions();
  }
}
