package org.sparkbackprop.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.blas.Blas;

class SparseBlockTest {

  /** A number in three rows of four, in a third of the places; as floats where they are to be. */
  private static double[][] numbers(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] numbers = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        boolean stored = i % 4 != 1 && random.nextInt(3) == 0;
        numbers[i][j] = stored ? (float) random.nextGaussian() : 0;
      }
    }
    return numbers;
  }

  private static SparseBlock sparse(Precision precision, int columns, double[]... rows) {
    int[] starts = new int[rows.length + 1];
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        if (rows[i][j] != 0) {
          indices.add(j);
          values.add(rows[i][j]);
        }
      }
      starts[i + 1] = indices.size();
    }
    int[] places = indices.stream().mapToInt(Integer::intValue).toArray();
    double[] wide = values.stream().mapToDouble(Double::doubleValue).toArray();
    return precision == Precision.DOUBLE
        ? SparseBlock.of(columns, starts, places, wide)
        : SparseBlock.of(columns, starts, places, floats(wide));
  }

  private static float[] floats(double[] wide) {
    float[] narrow = new float[wide.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return narrow;
  }

  private static Matrix dense(Precision precision, Blas.Form form, int columns, double[]... rows) {
    DoubleMatrix wide = DoubleMatrix.zeros(rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        wide.array()[j * rows.length + i] = rows[i][j];
      }
    }
    if (form == Blas.Form.AS_STORED) {
      Matrix matrix = precision.zeros(rows.length, columns);
      matrix.set(wide);
      return matrix;
    }
    Block byRows = wide.rowsLike(rows.length);
    for (int i = 0; i < rows.length; i++) {
      wide.copyRow(i, byRows, i);
    }
    Matrix matrix = precision.zeros(columns, rows.length).transpose();
    matrix.set((Matrix) byRows);
    return matrix;
  }

  private static double[][] elements(Block block) {
    double[][] numbers = new double[block.rows()][block.columns()];
    for (int i = 0; i < numbers.length; i++) {
      for (int j = 0; j < block.columns(); j++) {
        numbers[i][j] = block.element(i, j);
      }
    }
    return numbers;
  }

  private static double[][] transposed(double[][] x, int columns) {
    double[][] transposed = new double[columns][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j][i] = x[i][j];
      }
    }
    return transposed;
  }

  /** Rows, columns and columns of the other factor. */
  static Stream<Arguments> products() {
    int[][] shapes = {
      {37, 20, 7}, {16, 5, 1}, {3, 50, 33}, {1, 1, 1}, {0, 4, 3}, {5, 0, 3}, {40, 6, 0}
    };
    return Arrays.stream(shapes)
        .flatMap(
            shape ->
                Arrays.stream(Precision.values())
                    .map(precision -> Arguments.of(precision, shape[0], shape[1], shape[2])));
  }

  @ParameterizedTest
  @MethodSource("products")
  void productsAreThoseOfTheSameNumbersKeptDense(
      Precision precision, int rows, int columns, int width) {
    double[][] x = numbers(rows, columns, 1);
    SparseBlock block = sparse(precision, columns, x);
    requireProducts(precision, block, x, columns, width);
    requireProducts(precision, block.transpose(), transposed(x, columns), rows, width);
    requireProducts(precision, block.transpose().transpose(), x, columns, width);
  }

  private static void requireProducts(
      Precision precision, Factor factor, double[][] x, int inner, int width) {
    assertThat(factor.rows()).isEqualTo(x.length);
    assertThat(factor.columns()).isEqualTo(inner);
    double[][] b = numbers(inner, width, 2);
    double[][] before = numbers(x.length, width, 3);
    double[][] product = null;
    double[][] sum = null;
    for (Blas.Form formOfB : Blas.Form.values()) {
      for (Blas.Form form : Blas.Form.values()) {
        Matrix result = dense(precision, form, width, before);
        result.setToProduct(factor, dense(precision, formOfB, width, b));
        requireClose(precision, result, expected(x, b, width, 0, before));
        product = requireSame(product, elements(result));
        result = dense(precision, form, width, before);
        result.addProduct(factor, dense(precision, formOfB, width, b));
        requireClose(precision, result, expected(x, b, width, 1, before));
        sum = requireSame(sum, elements(result));
      }
    }
  }

  private static double[][] expected(
      double[][] x, double[][] b, int width, int beta, double[][] before) {
    double[][] product = new double[x.length][width];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < width; j++) {
        product[i][j] = beta * before[i][j];
        for (int k = 0; k < b.length; k++) {
          product[i][j] += x[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static void requireClose(Precision precision, Matrix result, double[][] expected) {
    double tolerance = precision == Precision.DOUBLE ? 1e-13 : 1e-5;
    for (int i = 0; i < expected.length; i++) {
      assertThat(elements(result)[i]).containsExactly(expected[i], within(tolerance));
    }
  }

  /** However the dense operands are stored, the order of additions is the same. */
  private static double[][] requireSame(double[][] first, double[][] other) {
    if (first != null) {
      assertThat(other).isDeepEqualTo(first);
    }
    return other;
  }

  @Test
  void oneProductIsTheSumThatTheFormulaSays() {
    // (0 2 0 / 0 0 0 / 1 0 3) (1 10 / 2 20 / 3 30) = (4 40 / 0 0 / 10 100)
    SparseBlock x =
        SparseBlock.of(3, new int[] {0, 1, 1, 3}, new int[] {1, 0, 2}, new double[] {2, 1, 3});
    DoubleMatrix b = DoubleMatrix.columnMajor(new double[] {1, 2, 3, 10, 20, 30}, 0, 3, 2);
    DoubleMatrix z = DoubleMatrix.zeros(3, 2);
    z.setToProduct(x, b);
    assertThat(z.array()).containsExactly(4, 0, 10, 40, 0, 100);
    // (0 0 1 / 2 0 0 / 0 0 3) (1 10 / 2 20 / 3 30) = (3 30 / 2 20 / 9 90)
    z.setToProduct(x.transpose(), b);
    assertThat(z.array()).containsExactly(3, 2, 9, 30, 20, 90);
  }

  @Test
  void shapesThatDoNotFitAreBothNamed() {
    SparseBlock x = sparse(Precision.DOUBLE, 4, numbers(3, 4, 1));
    Matrix z = DoubleMatrix.zeros(3, 2);
    assertThatThrownBy(() -> z.setToProduct(x, DoubleMatrix.zeros(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a product of 3 × 4 and 3 × 2 is not 3 × 2");
    assertThatThrownBy(() -> z.addProduct(x.transpose(), DoubleMatrix.zeros(3, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a product of 4 × 3 and 3 × 2 is not 3 × 2");
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreReadAndConvertedWhereThePrecisionDiffers(Precision precision) {
    double[][] x = numbers(10, 6, 4);
    SparseBlock block = sparse(precision, 6, x);
    assertThat(block.precision()).isEqualTo(precision);
    assertThat(elements(block)).isDeepEqualTo(x);
    assertThat(block.nonZeros())
        .isEqualTo(
            (int) Arrays.stream(x).flatMapToDouble(Arrays::stream).filter(v -> v != 0).count());
    for (Precision wanted : Precision.values()) {
      SparseBlock converted = block.in(new MatrixBuffer(wanted));
      assertThat(converted.precision()).isEqualTo(wanted);
      assertThat(elements(converted)).isDeepEqualTo(x); // they all are floats
      assertThat(converted == block).isEqualTo(wanted == precision);
    }
    assertThatThrownBy(() -> block.element(10, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> block.element(0, 6)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreFilledInTheirOrderAndAgainFromTheFirst(Precision precision) {
    double[][] x = numbers(30, 8, 5);
    SparseBlock source = sparse(precision, 8, x);
    SparseBlock rows = source.rowsLike(5);
    assertThat(rows.precision()).isEqualTo(precision);
    assertThat(rows.nonZeros()).isZero();
    assertThat(elements(rows)).isDeepEqualTo(new double[5][8]);
    Random random = new Random(6);
    for (int round = 0; round < 20; round++) {
      double[][] expected = new double[5][8];
      int filled = round % 6;
      for (int at = 0; at < filled; at++) {
        int row = random.nextInt(30);
        source.copyRow(row, rows, at);
        expected[at] = x[row];
      }
      if (filled > 0) { // those behind the last one are 0, whatever they were before
        assertThat(elements(rows)).isDeepEqualTo(expected);
        requireProducts(precision, rows, expected, 8, 3);
        requireProducts(precision, rows.transpose(), transposed(expected, 8), 5, 3);
      }
    }
  }

  @Test
  void aBlockGrowsToRowsOfAnyLength() {
    double[][] x = new double[3][500];
    Arrays.fill(x[2], 1.5);
    SparseBlock source = sparse(Precision.DOUBLE, 500, x);
    SparseBlock rows = source.rowsLike(4).rowsLike(4); // nothing is known of their length
    for (int at = 0; at < 4; at++) {
      source.copyRow(2, rows, at);
    }
    assertThat(rows.nonZeros()).isEqualTo(2000);
    assertThat(rows.element(3, 499)).isEqualTo(1.5);
  }

  @Test
  void rowsOutOfOrderAndOfOtherKindsAreRefused() {
    SparseBlock source = sparse(Precision.DOUBLE, 4, numbers(3, 4, 7));
    SparseBlock rows = source.rowsLike(2);
    assertThatThrownBy(() -> source.copyRow(0, rows, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot set row 1 of a sparse block of 2 × 4 in double precision, which has 0 filled"
                + " rows");
    source.copyRow(0, rows, 0);
    source.copyRow(1, rows, 1);
    assertThatThrownBy(() -> source.copyRow(0, rows, 2)).hasMessageContaining("cannot set row 2");
    assertThatThrownBy(() -> source.copyRow(3, rows, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    SparseBlock floats = sparse(Precision.FLOAT, 4, numbers(3, 4, 7));
    assertThatThrownBy(() -> source.copyRow(0, floats, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot copy a row of a sparse block of 3 × 4 in double precision to a sparse block of 3"
                + " × 4 in float precision");
    SparseBlock wider = sparse(Precision.DOUBLE, 5, numbers(3, 5, 7)).rowsLike(1);
    assertThatThrownBy(() -> source.copyRow(0, wider, 0)).hasMessageContaining("1 × 5");
  }

  @Test
  void hashesOfRowsAreThoseOfEveryKindOfBlock() {
    byte[] bytes = {0, 3, 0, (byte) 255, 0, 0};
    double[][] x = {{0, 255}, {3, 0}, {0, 0}};
    long[] hashes = new ByteBlock(bytes, 3, 2, 1).rowHashes();
    assertThat(hashes).doesNotHaveDuplicates();
    for (Precision precision : Precision.values()) {
      assertThat(sparse(precision, 2, x).rowHashes()).isEqualTo(hashes);
      for (Blas.Form form : Blas.Form.values()) {
        assertThat(dense(precision, form, 2, x).rowHashes()).isEqualTo(hashes);
      }
    }
    SparseBlock withZeros =
        SparseBlock.of(
            2, new int[] {0, 2, 3, 4}, new int[] {0, 1, 0, 1}, new double[] {-0.0, 255, 3, 0});
    assertThat(withZeros.rowHashes()).isEqualTo(hashes);
    DoubleMatrix swapped = DoubleMatrix.columnMajor(new double[] {255, 0, -0.0, 0, 3, 0}, 0, 3, 2);
    assertThat(swapped.rowHashes()).isNotEqualTo(hashes);
    assertThat(swapped.rowHashes()[2]).isEqualTo(hashes[2]);
  }

  @ParameterizedTest
  @EnumSource
  void aBlockTravelsWithoutItsRoom(Precision precision) throws Exception {
    double[][] x = numbers(200, 30, 8);
    SparseBlock block = sparse(precision, 30, x);
    byte[] bytes = serialized(block);
    assertThat(elements(deserialized(bytes))).isDeepEqualTo(x);
    SparseBlock rows = block.rowsLike(200);
    block.copyRow(0, rows, 0);
    assertThat(serialized(rows).length).isLessThan(bytes.length / 3);
    SparseBlock there = deserialized(serialized(rows));
    assertThat(elements(there)).isDeepEqualTo(elements(rows));
    assertThat(there.rowsLike(1).precision()).isEqualTo(precision);
  }

  private static byte[] serialized(SparseBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(block);
    }
    return bytes.toByteArray();
  }

  private static SparseBlock deserialized(byte[] bytes) throws Exception {
    try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (SparseBlock) input.readObject();
    }
  }

  @Test
  void arraysThatAreNoBlockAreRefused() {
    requireRefused("there are 2 indices for 1 values", 3, new int[] {0, 2}, new int[] {0, 1}, 1);
    requireRefused(
        "the starts of rows must go from 0 to the number of values, 2",
        3,
        new int[] {0, 1},
        new int[] {0, 1},
        2);
    requireRefused(
        "the starts of rows must go from 0 to the number of values, 2",
        3,
        new int[] {1, 2},
        new int[] {0, 1},
        2);
    requireRefused(
        "the starts of rows must go from 0 to the number of values, 0",
        3,
        new int[0],
        new int[0],
        0);
    requireRefused(
        "row 1 cannot start at 2 and end at 1 of 2 values",
        3,
        new int[] {0, 2, 1, 2},
        new int[] {0, 1},
        2);
    requireRefused(
        "row 0 cannot start at 0 and end at 3 of 2 values",
        3,
        new int[] {0, 3, 2},
        new int[] {0, 1},
        2);
    requireRefused(
        "row 0 has a number in column 3 of 3 columns", 3, new int[] {0, 2}, new int[] {0, 3}, 2);
    requireRefused(
        "row 0 has a number in column -1 of 3 columns", 3, new int[] {0, 1}, new int[] {-1}, 1);
    requireRefused(
        "the columns of row 1 do not ascend: 1 comes after 1",
        3,
        new int[] {0, 1, 3},
        new int[] {2, 1, 1},
        3);
    requireRefused("a block cannot have -1 columns", -1, new int[] {0}, new int[0], 0);
  }

  private static void requireRefused(
      String message, int columns, int[] starts, int[] indices, int values) {
    assertThatThrownBy(() -> SparseBlock.of(columns, starts, indices, new double[values]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> SparseBlock.of(columns, starts, indices, new float[values]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void itsStoredNumbersComeUpRowByRowAndNoRoomBehindThem() {
    SparseBlock block =
        SparseBlock.of(3, new int[] {0, 2, 2, 3}, new int[] {0, 2, 1}, new double[] {4, 0, 5});
    List<String> seen = new ArrayList<>();
    block.forEachStored((column, number) -> seen.add(column + ":" + number));
    assertThat(seen).containsExactly("0:4.0", "2:0.0", "1:5.0");
    SparseBlock room = block.rowsLike(3);
    block.copyRow(2, room, 0);
    seen.clear();
    room.forEachStored((column, number) -> seen.add(column + ":" + number));
    assertThat(seen).containsExactly("1:5.0");
  }
}
