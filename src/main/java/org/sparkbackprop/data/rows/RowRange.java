package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Consecutive rows of an input that can be read from any row on.
 *
 * @param from the first row
 * @param until the row after the last
 */
public record RowRange(long from, long until) implements Serializable {

  /** All rows in ranges of at most {@code max}. */
  public static List<RowRange> all(long rows, long max) {
    List<RowRange> ranges = new ArrayList<>();
    for (long from = 0; from < rows; from += max) {
      ranges.add(new RowRange(from, Math.min(rows, from + max)));
    }
    return ranges;
  }

  /** Rows ⌊p n / P⌋ on for each p of P. */
  public static List<RowRange> even(int partitions, long rows) {
    return IntStream.range(0, partitions).mapToObj(p -> of(p, partitions, rows)).toList();
  }

  /** Partition p of P, of n samples. */
  public static RowRange of(int partition, int partitions, long samples) {
    return new RowRange(
        first(partition, partitions, samples), first(partition + 1, partitions, samples));
  }

  /** The partition of a sample. */
  public static int partitionOf(long index, int partitions, long samples) {
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
