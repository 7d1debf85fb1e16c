package org.sparkbackprop.data;

import org.apache.spark.Partitioner;

/** Sends rows to the partition that they belong to. */
final class PiecePartitioner extends Partitioner {

  private static final long serialVersionUID = 1;

  private final int partitions;

  PiecePartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return ((PieceKey) key).target();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PiecePartitioner that && that.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
