package org.sparkbackprop.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.model.AddedInputs;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;

/** Rows that were prepared for one model, for another. */
class ConvertedInputsTest {

  private static final double[][] ROWS = {{0, 3, 0}, {-5, 0, 0}, {0, 0, 0}, {2, 7, 4000}};

  private static Preparation preparation(double shift, double scale, AddedInputs added) {
    List<InputColumn> columns = List.of(InputColumn.vector("x", 3));
    return new Preparation(
        columns,
        List.of("a", "b"),
        Standardisation.robust(
            columns,
            new double[] {shift, shift, shift},
            new double[] {scale, 2 * scale, 3 * scale}),
        MissingValues.refused(),
        UnknownCategories.REFUSED,
        added);
  }

  private static void requirePrepared(Block found, Preparation by) {
    double[] expected = new double[by.inputs()];
    assertThat(found.rows()).isEqualTo(ROWS.length);
    assertThat(found.columns()).isEqualTo(expected.length);
    for (int i = 0; i < ROWS.length; i++) {
      by.encode(ROWS[i], expected);
      for (int j = 0; j < expected.length; j++) {
        assertThat(found.element(i, j)).isCloseTo(expected[j], within(1e-9));
      }
    }
  }

  @Test
  void denseRowsAreThoseOfTheOtherModel() {
    Preparation from = preparation(1, 5, AddedInputs.none());
    Preparation to =
        preparation(-2, 3, AddedInputs.of(new int[0], new double[][] {{}, {0, 1, 9}, {}}));
    double[] values = new double[3 * ROWS.length];
    double[] prepared = new double[3];
    for (int i = 0; i < ROWS.length; i++) {
      from.encode(ROWS[i], prepared);
      for (int j = 0; j < 3; j++) {
        values[j * ROWS.length + i] = prepared[j];
      }
    }
    Block rows = DoubleMatrix.columnMajor(values, 0, ROWS.length, 3);
    requirePrepared(new ConvertedInputs(from, to).of(rows), to);
  }

  @Test
  void sparseRowsStaySparse() {
    Preparation from = preparation(0, 5, AddedInputs.none());
    Preparation to = preparation(0, 3, AddedInputs.none());
    int[] starts = {0, 1, 2, 2, 5};
    int[] indices = {1, 0, 0, 1, 2};
    double[] values = new double[5];
    double[] raw = {3, -5, 2, 7, 4000};
    for (int k = 0; k < 5; k++) {
      values[k] = from.prepare(indices[k], raw[k]);
    }
    Block converted = new ConvertedInputs(from, to).of(SparseBlock.of(3, starts, indices, values));
    requirePrepared(converted, to);
    assertThat(((SparseBlock) converted).nonZeros()).isEqualTo(5);
  }
}
