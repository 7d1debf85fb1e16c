package org.sparkbackprop.data;

/**
 * The samples of one partition.
 *
 * @param from the first
 * @param until the first that is no longer in it
 */
record IndexRange(long from, long until) {

  /** Partition p of P, of n samples. */
  static IndexRange of(int partition, int partitions, long samples) {
    return new IndexRange(
        first(partition, partitions, samples), first(partition + 1, partitions, samples));
  }

  /** The partition that a sample lies in. */
  static int partitionOf(long index, int partitions, long samples) {
    int guess = (int) (index * (double) partitions / samples); // may be one off
    int partition = Math.min(guess, partitions - 1);
    while (first(partition, partitions, samples) > index) {
      partition--;
    }
    while (first(partition + 1, partitions, samples) <= index) {
      partition++;
    }
    return partition;
  }

  private static long first(int partition, int partitions, long samples) {
    return Math.floorDiv(Math.multiplyExact((long) partition, samples), (long) partitions);
  }
}
