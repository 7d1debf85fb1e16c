package org.sparkbackprop.metrics.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;

class PermutationImportanceTest {

  private static final int ROWS = 400;
  private static final long MANY = PermutationImportance.MANY_OPERATIONS;

  /** y = 2 a − b + 3 [c = red], where noise has no weight. */
  private static final List<InputColumn> COLUMNS =
      List.of(
          InputColumn.number("b"),
          InputColumn.number("noise"),
          InputColumn.category("c", List.of("red", "green")),
          InputColumn.number("a"));

  private static final double[] PARAMETERS = {-1, 0, 3, 0, 2, 0};

  private static Preparation preparation(List<InputColumn> columns) {
    return new Preparation(
            columns,
            List.of(),
            Standardisation.none(),
            MissingValues.refused(),
            Preparation.UnknownCategories.REFUSED)
        .with(Target.ofNumbers(List.of("y"), new double[] {0}, new double[] {1}));
  }

  private static Network linear(int inputs) {
    return Network.of(inputs, List.of(), Activations.IDENTITY, 1)
        .of(LossFunction.of(Losses.SQUARED_ERROR));
  }

  private static Batch rows(int rows, double[] parameters) {
    CounterRandom random = new CounterRandom(1, 1);
    DoubleMatrix x = DoubleMatrix.zeros(rows, 5);
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      double red = random.bits(4 * i + 3) < 0 ? 1 : 0;
      double[] row = {
        random.normal(8L * i), random.normal(8L * i + 2), red, 1 - red, random.normal(8L * i + 4)
      };
      for (int j = 0; j < row.length; j++) {
        x.numbers()[x.place(i, j)] = row[j];
        y[i] += parameters[j] * row[j];
      }
    }
    return new Batch(x, new NumericTargets(y, 1));
  }

  private static Importance importance() {
    return PermutationImportance.of(
        linear(5), PARAMETERS, preparation(COLUMNS), rows(ROWS, PARAMETERS), MANY);
  }

  @Test
  void columnsThatAreUsedHaveMoreThanNoise() {
    Importance importance = importance();
    assertThat(importance.rows()).isEqualTo(ROWS);
    assertThat(importance.columns())
        .extracting(ColumnImportance::column)
        .containsExactly("a", "c", "b", "noise");
    assertThat(importance.columns().get(3).meanCostRise()).isZero();
    assertThat(importance.columns().get(3).spread()).isZero();
  }

  /** ½ E (w (x − x′))² = w² Var x for independent x and x′; of the category, 3² / 4. */
  @Test
  void theRiseIsThatOfTheCost() {
    List<ColumnImportance> columns = importance().columns();
    assertThat(columns.get(0).meanCostRise()).isCloseTo(4, within(0.8));
    assertThat(columns.get(1).meanCostRise()).isCloseTo(2.25, within(0.4));
    assertThat(columns.get(2).meanCostRise()).isCloseTo(1, within(0.2));
    assertThat(columns.get(0).spread()).isPositive().isLessThan(0.5);
  }

  @Test
  void theFeaturesOfACategoryAreShuffledTogether() {
    double[] sameForAll = {-1, 0, 3, 3, 2, 0}; // red + green is always 1
    Importance importance =
        PermutationImportance.of(
            linear(5), sameForAll, preparation(COLUMNS), rows(ROWS, sameForAll), MANY);
    ColumnImportance category =
        importance.columns().stream().filter(one -> one.column().equals("c")).findFirst().get();
    assertThat(category.meanCostRise()).isCloseTo(0, within(1e-12));
  }

  @Test
  void theRowsAreAsBeforeAndTheBitsTheSame() {
    Batch rows = rows(ROWS, PARAMETERS);
    long[] before = rows.inputs().rowHashes();
    Importance first =
        PermutationImportance.of(linear(5), PARAMETERS, preparation(COLUMNS), rows, MANY);
    assertThat(rows.inputs().rowHashes()).isEqualTo(before);
    assertThat(PermutationImportance.of(linear(5), PARAMETERS, preparation(COLUMNS), rows, MANY))
        .isEqualTo(first);
  }

  @Test
  void theWorkIsBoundedByFewerRows() {
    Preparation preparation = preparation(COLUMNS);
    Batch rows = rows(ROWS, PARAMETERS);
    long ofRow = 2 * 6 * (1 + 4 * 3);
    Importance fewer =
        PermutationImportance.of(linear(5), PARAMETERS, preparation, rows, 150 * ofRow);
    assertThat(fewer.rows()).isEqualTo(134); // every third
    Importance none =
        PermutationImportance.of(linear(5), PARAMETERS, preparation, rows, 99 * ofRow);
    assertThat(none.isMeasured()).isFalse();
    assertThat(none.reason())
        .isEqualTo("4 columns and a network of 6 parameters would take too long");
    assertThat(none.fields()).isEmpty();
  }

  @Test
  void pixelsAndASingleColumnAreLeftOut() {
    List<InputColumn> pixels =
        IntStream.range(0, 201).mapToObj(i -> InputColumn.number("p" + i)).toList();
    Batch any = new Batch(DoubleMatrix.zeros(2, 201), NumericTargets.zeros(2, 1));
    assertThat(
            PermutationImportance.of(linear(201), new double[202], preparation(pixels), any, MANY)
                .reason())
        .isEqualTo("the rows have 201 columns, more than 200");
    List<InputColumn> vector = List.of(InputColumn.vector("v", 201));
    assertThat(
            PermutationImportance.of(linear(201), new double[202], preparation(vector), any, MANY)
                .reason())
        .isEqualTo("the rows have a single column, which has all importance");
  }

  @Test
  void aCostThatIsNotFiniteIsNull() {
    assertThat(new ColumnImportance("a", Double.NaN, Double.NaN).fields())
        .containsEntry("column", "a")
        .containsEntry("mean_cost_rise", null)
        .containsEntry("spread", null);
  }
}
