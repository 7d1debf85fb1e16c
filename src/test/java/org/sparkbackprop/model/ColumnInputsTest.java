package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnInputsTest {

  @Test
  void aColumnHasItsFeaturesMarksAndBins() {
    List<InputColumn> columns =
        List.of(
            InputColumn.number("a"),
            InputColumn.category("b", List.of("x", "y")),
            InputColumn.number("c"));
    double[][] edges = {{0, 1, 2}, {}, {}, {0, 5}};
    Preparation preparation =
        new Preparation(
            columns,
            List.of("no", "yes"),
            Standardisation.none(),
            MissingValues.refused(),
            Preparation.UnknownCategories.REFUSED,
            AddedInputs.of(new int[] {0, 3}, edges));
    assertThat(ColumnInputs.of(preparation))
        .containsExactly(new int[] {0, 4, 6, 7}, new int[] {1, 2}, new int[] {3, 5, 8});
    assertThat(preparation.inputs()).isEqualTo(9);
  }
}
