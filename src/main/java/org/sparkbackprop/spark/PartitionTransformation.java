package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Iterator;

/** What a task makes of a partition on the way to a shuffle. */
interface PartitionTransformation<T, R> extends Serializable {

  /** What it gives, of the partition of this number. */
  Iterator<R> of(int partition, Iterator<T> elements);
}
