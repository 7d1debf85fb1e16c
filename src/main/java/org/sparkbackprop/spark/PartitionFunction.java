package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Iterator;

/** What a task makes of the elements of its partition. */
interface PartitionFunction<T, R> extends Serializable {

  /** What the partition of this number gives. */
  R of(int partition, Iterator<T> elements);
}
