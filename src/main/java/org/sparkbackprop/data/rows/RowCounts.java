package org.sparkbackprop.data.rows;

/**
 * Counts of the rows of an input: read = used + quarantined.
 *
 * @param used good rows
 * @param quarantined bad rows
 */
public record RowCounts(long used, long quarantined) {

  public RowCounts plus(RowCounts other) {
    return new RowCounts(used + other.used, quarantined + other.quarantined);
  }

  public long read() {
    return used + quarantined;
  }
}
