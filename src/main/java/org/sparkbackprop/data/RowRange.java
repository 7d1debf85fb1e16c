package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring rows of an input that can be read from any row on.
 *
 * @param from the first
 * @param until the first that is no longer in it
 */
record RowRange(long from, long until) implements Serializable {

  /** All rows in ranges of so many. */
  static List<RowRange> all(long rows, long most) {
    List<RowRange> ranges = new ArrayList<>();
    for (long from = 0; from < rows; from += most) {
      ranges.add(new RowRange(from, Math.min(rows, from + most)));
    }
    return ranges;
  }

  /** Rows ⌊p n / P⌋ on for each p of P. */
  static List<RowRange> even(int partitions, long rows) {
    List<RowRange> ranges = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      IndexRange range = IndexRange.of(p, partitions, rows);
      ranges.add(new RowRange(range.from(), range.until()));
    }
    return ranges;
  }
}
