package org.sparkbackprop.data.pack;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * Where a chunk of rows belongs.
 *
 * @param target the partition
 * @param first the index of its first row among all rows
 */
public record ChunkKey(int target, long first) implements Comparable<ChunkKey>, Serializable {

  private static final Comparator<ChunkKey> ORDER =
      Comparator.comparingInt(ChunkKey::target).thenComparingLong(ChunkKey::first);

  @Override
  public int compareTo(ChunkKey other) {
    return ORDER.compare(this, other);
  }

  /** Sends each chunk to its target. */
  public static final class ByTarget extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int partitions;

    public ByTarget(int partitions) {
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
      return other instanceof ByTarget that && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
