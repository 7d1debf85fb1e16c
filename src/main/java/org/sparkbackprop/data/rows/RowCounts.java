package org.sparkbackprop.data.rows;

/**
 * What became of the rows of an input: read = used + quarantined.
 *
 * @param used rows that are good
 * @param quarantined rows that are put aside
 */
public record RowCounts(long used, long quarantined) {

  /** Those of two inputs. */
  public RowCounts plus(RowCounts other) {
    return new RowCounts(used + other.used, quarantined + other.quarantined);
  }

  /** All rows. */
  public long read() {
    return used + quarantined;
  }
}
