package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.sparkbackprop.error.DataException;

/**
 * The rows of one input, in splits. Rows, splits and their order depend on the data and the
 * configuration alone, never on cores or executors.
 */
public interface RowSource {

  /** What a pass over the rows has found, as far as the source needs it. */
  interface Found {

    /** Good rows of each label. */
    Map<String, Long> labelCounts();

    /** Training rows of each category of a category column. */
    Map<String, Long> categoryCounts(int column);

    /** The files with a split that could not be read to its end, for this reason. */
    List<String> filesDamagedBy(String reason);
  }

  /**
   * What a source knows of its rows, all of them good, without reading any.
   *
   * @param labelCounts rows of each label
   * @param parts the rows of each split, whose place is that of its first row
   */
  record Known(NavigableMap<String, Long> labelCounts, List<RowRange> parts) {}

  RowShape shape();

  /**
   * Readers of all rows, at least one per partition. They are used in the task that makes them, and
   * are never sent anywhere. The rows of a split are in one partition, one after the other.
   */
  JavaRDD<RowReader> readers();

  /** Where a row is, in a user's terms. */
  String where(SplitId split, long position);

  /**
   * The same rows in P splits, one per partition, split p starting at row ⌊p n / P⌋, if the source
   * can do that without reading. A split starts at its first row.
   *
   * @param rows n, as counted
   */
  default Optional<RowSource> divided(int partitions, long rows) {
    return Optional.empty();
  }

  /** Whether rows have an order, so that a file and a row number identify a row. */
  default boolean hasOrder() {
    return true;
  }

  /** The files of the rows, as {@link SplitId#file} names them; may be empty if there is one. */
  default List<String> paths() {
    return List.of();
  }

  /**
   * The split of {@link #divided} or {@link #known} rows that starts at a row.
   *
   * @param row its first row
   */
  default SplitId splitAt(long row) {
    return new SplitId("", row);
  }

  /** What is known of the rows without reading any, if that is all a reader could find. */
  default Optional<Known> known() {
    return Optional.empty();
  }

  /**
   * The source to read instead, if a pass has shown that rows were split at the wrong places.
   *
   * @param found by the pass
   */
  default Optional<RowSource> insteadOf(Found found) {
    return Optional.empty();
  }

  /** The same rows in the splits that another source of the same files was found to need. */
  default RowSource dividedAs(RowSource other) {
    return this;
  }

  /**
   * Checks once more what was taken for a header, now that the rows are known.
   *
   * @throws DataException if it is a row after all
   */
  default void check(Found found) {}

  /** The default divisor of numbers. */
  default double divisor() {
    return 1;
  }

  /** What a user should know about the input, as sentences with a remedy. */
  default List<String> warnings() {
    return List.of();
  }
}
