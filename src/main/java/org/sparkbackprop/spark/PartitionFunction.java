package org.sparkbackprop.spark;

import java.io.Serializable;
import java.util.Iterator;

/** The function that a task computes over its partition. */
interface PartitionFunction<T, R> extends Serializable {

  /** The result of a partition, by its number. */
  R of(int partition, Iterator<T> elements);
}
