package org.sparkbackprop.spark.ranking;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * Where a chunk of scores belongs and where it comes from, which is the order they are merged in.
 *
 * @param range as in {@link ScoreRanges}
 * @param partition of the rows
 * @param sequence number of the chunk among those of the partition
 */
record RangeKey(int range, int partition, int sequence)
    implements Comparable<RangeKey>, Serializable {

  private static final Comparator<RangeKey> ORDER =
      Comparator.comparingInt(RangeKey::range)
          .thenComparingInt(RangeKey::partition)
          .thenComparingInt(RangeKey::sequence);

  @Override
  public int compareTo(RangeKey other) {
    return ORDER.compare(this, other);
  }

  /** Sends neighbouring ranges to the same partition. */
  static final class ByRange extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int ranges;
    private final int partitions;

    /**
     * A partitioner.
     *
     * @param partitions at most as many as ranges
     */
    ByRange(int ranges, int partitions) {
      this.ranges = ranges;
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((long) ((RangeKey) key).range() * partitions / ranges);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByRange that
          && that.ranges == ranges
          && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return 31 * ranges + partitions;
    }
  }
}
