package org.sparkbackprop.data.scan;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.data.rows.SplitId;

/**
 * What was found in a split of an input.
 *
 * @param partition of the readers that the split is in
 * @param positions counted: rows, or lines including headers and blank ones
 * @param rows number of rows
 * @param used number of good rows
 * @param heldOut the good rows held out
 * @param firstFault of the first bad row, or null
 * @param damage why the split could not be read beyond its last position, or null
 * @param labelCounts good rows by label
 * @param categories training rows by category, for each category column in order
 * @param nonZeros how many numbers of good rows are not 0
 * @param bytes whether all numbers of good rows are whole, from 0 to 255, and none is missing
 * @param missing values of training rows, in the order of {@link MissingCounts}; empty if there are
 *     none
 * @param statistics of the training rows, or null if not asked for
 * @param targets statistics of the numbers to be predicted, in training rows; null if there are
 *     none
 */
public record SplitSummary(
    SplitId id,
    int partition,
    long positions,
    long rows,
    long used,
    HeldOut heldOut,
    Fault firstFault,
    String damage,
    Map<String, Long> labelCounts,
    List<Map<String, Long>> categories,
    long nonZeros,
    boolean bytes,
    long[] missing,
    FeatureStatistics statistics,
    FeatureStatistics targets)
    implements Serializable {

  /**
   * Why a row is not used.
   *
   * @param position of the row in its split
   * @param why with the column if there is one
   */
  record Fault(long position, String why) implements Serializable {}

  /** Rows held out of training, in total and by label. */
  record HeldOut(
      long validation, long test, Map<String, Long> validationLabels, Map<String, Long> testLabels)
      implements Serializable {

    static final HeldOut NONE = new HeldOut(0, 0, Map.of(), Map.of());
  }

  /** Bad rows. */
  public long faulty() {
    return rows - used;
  }
}
