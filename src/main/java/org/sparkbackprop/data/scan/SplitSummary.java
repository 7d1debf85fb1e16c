package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.data.rows.SplitId;

/**
 * What was found in a part of an input.
 *
 * @param partition of the readers that it came up in
 * @param positions how many were counted in it: rows, or lines with headers and blank ones
 * @param rows that are there
 * @param used rows that are good
 * @param trained those of them that are not held out of training
 * @param heldOut those that are
 * @param firstFault where the first row that is not used stands, if there is one
 * @param damage why the part could not be read behind its last position; null if it could
 * @param labelCounts good rows by label
 * @param categories of each column of categories, in their order: how many trained rows there are
 *     of each
 * @param nonZeros how many numbers of good rows are not 0
 * @param bytes whether all numbers of good rows are whole, from 0 to 255, and none is missing
 * @param missing how many values of trained rows are missing, as {@link MissingCounts} has them;
 *     empty if none is
 * @param statistics of trained rows, or null if they were not asked for
 */
public record SplitSummary(
    SplitId place,
    int partition,
    long positions,
    long rows,
    long used,
    long trained,
    HeldOut heldOut,
    Fault firstFault,
    String damage,
    Map<String, Long> labelCounts,
    List<Map<String, Long>> categories,
    long nonZeros,
    boolean bytes,
    long[] missing,
    FeatureStatistics statistics)
    implements Serializable {

  /**
   * Why a row is not used.
   *
   * @param position of the row in its part
   * @param why with the column where there is one
   */
  record Fault(long position, String why) implements Serializable {}

  /**
   * Rows that are held out of training.
   *
   * @param validation how many are for validation
   * @param test how many are for the test
   * @param validationLabels those for validation, by label
   * @param testLabels those for the test, by label
   */
  record HeldOut(
      long validation, long test, Map<String, Long> validationLabels, Map<String, Long> testLabels)
      implements Serializable {

    /** None. */
    static final HeldOut NONE = new HeldOut(0, 0, Map.of(), Map.of());
  }

  /** How many rows are not used. */
  public long faulty() {
    return rows - used;
  }
}
