package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.sparkbackprop.network.Batch;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/** What a task computes from the batches of its partition. */
abstract class PartitionFunction<T>
    extends AbstractFunction2<TaskContext, scala.collection.Iterator<Batch>, T>
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** What the partition of this number gives. */
  abstract T of(int partition, Iterator<Batch> batches);

  @Override
  public final T apply(TaskContext context, scala.collection.Iterator<Batch> batches) {
    return of(context.partitionId(), CollectionConverters.asJava(batches));
  }
}
