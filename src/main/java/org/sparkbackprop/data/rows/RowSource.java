package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.sparkbackprop.error.DataException;

/**
 * The rows of one input, in parts. What it gives, and in which order, depends on the data and the
 * configuration alone, never on cores or executors.
 */
public interface RowSource {

  /** What its rows look like. */
  RowShape shape();

  /**
   * Readers of all rows: at least one a partition. They are used where they are made, and do not
   * travel. The rows of a part are in one partition, one after the other.
   */
  JavaRDD<RowReader> readers();

  /** Where a row is, as a user would look for it. */
  String where(SplitId place, long position);

  /**
   * The same rows in as many parts as partitions, part p of P from row ⌊p n / P⌋ on, one in each
   * partition, if the source can do that without reading. A part's place begins at its first row.
   *
   * @param rows n, as counted
   */
  default Optional<RowSource> divided(int partitions, long rows) {
    return Optional.empty();
  }

  /**
   * Whether rows have an order of their own, so that the number of a row in its file says which.
   */
  default boolean hasOrder() {
    return true;
  }

  /**
   * The files that rows are in, as {@link SplitId#file} names them; one or none if there is one.
   */
  default List<String> paths() {
    return List.of();
  }

  /**
   * The place of a part of {@link #divided}, or of one that is {@link #known}.
   *
   * @param row its first one
   */
  default SplitId placeOf(long row) {
    return new SplitId("", row);
  }

  /**
   * What is known of the rows without reading any.
   *
   * @return how many there are of each label, if nothing else has to be found out
   */
  default Optional<KnownRows> known() {
    return Optional.empty();
  }

  /**
   * The source to read instead, if a pass has shown that the rows cannot be told apart as they were
   * divided.
   *
   * @param found what the pass has found
   */
  default Optional<RowSource> insteadOf(FoundRows found) {
    return Optional.empty();
  }

  /** The same rows in parts such as another source of the same files was found to need. */
  default RowSource dividedAs(RowSource other) {
    return this;
  }

  /**
   * Looks once more at what is taken for no row, when it is known what the rows have.
   *
   * @throws DataException if it is a row after all
   */
  default void check(FoundRows found) {}

  /** What numbers are divided by unless told otherwise. */
  default double divisor() {
    return 1;
  }

  /** What a user should know about how it can be read, as sentences with a remedy. */
  default List<String> warnings() {
    return List.of();
  }
}
