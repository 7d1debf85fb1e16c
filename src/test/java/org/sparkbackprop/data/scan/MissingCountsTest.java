package org.sparkbackprop.data.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.data.DirectReading;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.InputColumn;

class MissingCountsTest {

  private static final List<InputColumn> COLUMNS =
      List.of(
          InputColumn.number("x"),
          InputColumn.category("color", List.of()),
          InputColumn.vector("v", 3),
          InputColumn.truth("wet"));

  private static RowBuffer row(RowShape.Form form, String color, double... numbers) {
    RowBuffer row = new RowBuffer(new RowShape(COLUMNS, form));
    row.categories()[0] = color;
    for (int place = 0; place < numbers.length; place++) {
      if (form == RowShape.Form.SPARSE) {
        row.add(place, numbers[place]);
      } else {
        row.numbers()[place] = numbers[place];
      }
    }
    return row;
  }

  @Test
  void eachMissingValueCountsForItsNumberOrColumnInDenseAndSparseRows() {
    double none = Double.NaN;
    for (RowShape.Form form : RowShape.Form.values()) {
      MissingCounts counts = new MissingCounts(COLUMNS);
      counts.add(row(form, "red", 1, 0, 3, 0, 1));
      assertThat(counts.counts()).containsExactly(0, 0, 0, 0, 0, 0);
      counts.add(row(form, null, none, 0, none, none, 0));
      assertThat(counts.counts()).containsExactly(1, 0, 1, 1, 0, 1);
      counts.add(row(form, "red", 0, 0, 0, none, none));
      assertThat(counts.counts()).containsExactly(1, 0, 1, 2, 1, 1);
    }
  }

  @Test
  void countingAllocatesNothing() {
    MissingCounts counts = new MissingCounts(COLUMNS);
    RowBuffer row = row(RowShape.Form.DENSE, null, Double.NaN, 0, Double.NaN, 0, 0);
    for (int i = 0; i < 20_000; i++) {
      counts.add(row);
    }
    long before = DirectReading.allocated();
    for (int i = 0; i < 100_000; i++) {
      counts.add(row);
    }
    assertThat(DirectReading.allocated() - before).isLessThan(10_000);
  }
}
