package org.sparkbackprop.data;

import org.apache.spark.Partitioner;

/** Sends a row to the partition that its place among all rows belongs to. */
final class IndexPartitioner extends Partitioner {

  private static final long serialVersionUID = 1;

  private final int partitions;
  private final long rows;

  IndexPartitioner(int partitions, long rows) {
    this.partitions = partitions;
    this.rows = rows;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return IndexRange.partitionOf((Long) key, partitions, rows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexPartitioner that
        && that.partitions == partitions
        && that.rows == rows;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * rows + partitions);
  }
}
