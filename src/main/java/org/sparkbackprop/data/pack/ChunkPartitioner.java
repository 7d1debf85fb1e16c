package org.sparkbackprop.data.pack;

import org.apache.spark.Partitioner;

/** Sends rows to the partition that they belong to. */
public final class ChunkPartitioner extends Partitioner {

  private static final long serialVersionUID = 1;

  private final int partitions;

  public ChunkPartitioner(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return ((ChunkKey) key).target();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkPartitioner that && that.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
