package org.sparkbackprop.data;

import java.util.List;
import org.sparkbackprop.model.InputColumn;

/** Counts the missing values of rows, column by column. */
final class MissingCounts {

  private final List<InputColumn> columns;
  private final long[] counts;

  /** Counts of no rows of these columns. */
  MissingCounts(List<InputColumn> columns) {
    this.columns = columns;
    this.counts = new long[columns.size()];
  }

  /** Counts what is missing in a row. */
  void add(RowBuffer row) {
    int place = 0;
    int category = 0;
    int next = 0;
    for (int c = 0; c < counts.length; c++) {
      InputColumn column = columns.get(c);
      if (RowShape.isCategory(column)) {
        counts[c] += row.categories()[category++] == null ? 1 : 0;
        continue;
      }
      int until = place + column.size();
      if (row.isSparse()) {
        for (; next < row.nonZeros() && row.places()[next] < until; next++) {
          counts[c] += Double.isNaN(row.values()[next]) ? 1 : 0;
        }
        place = until;
      } else {
        for (; place < until; place++) {
          counts[c] += Double.isNaN(row.numbers()[place]) ? 1 : 0;
        }
      }
    }
  }

  /** How many values of each column are missing; shared. */
  long[] byColumn() {
    return counts;
  }
}
