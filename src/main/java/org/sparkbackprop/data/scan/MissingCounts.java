package org.sparkbackprop.data.scan;

import java.util.List;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.InputColumn;

/** Counts the missing values of rows: first those of each number, then of each category column. */
final class MissingCounts {

  private final int numbers;
  private final long[] counts;

  MissingCounts(List<InputColumn> columns) {
    RowShape shape = new RowShape(columns, RowShape.Form.DENSE);
    this.numbers = shape.numbers();
    this.counts = new long[numbers + shape.categories()];
  }

  void add(RowBuffer row) {
    if (row.isSparse()) {
      for (int i = 0; i < row.nonZeros(); i++) {
        counts[row.indices()[i]] += Double.isNaN(row.values()[i]) ? 1 : 0;
      }
    } else {
      for (int place = 0; place < numbers; place++) {
        counts[place] += Double.isNaN(row.numbers()[place]) ? 1 : 0;
      }
    }
    for (int c = numbers; c < counts.length; c++) {
      counts[c] += row.categories()[c - numbers] == null ? 1 : 0;
    }
  }

  /** Missing values by number and then by category column; shared. */
  long[] counts() {
    return counts;
  }
}
