package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;

/** Marks of missing values and bins of numbers. */
class AddedInputsTest {

  private static final List<String> CLASSES = List.of("a", "b");
  private static final InputColumn X = InputColumn.number("x");
  private static final InputColumn Y = InputColumn.number("y");
  private static final InputColumn COLOR = InputColumn.category("color", List.of("blue", "red"));

  /** Categories have a scale of 1. */
  private static Preparation preparation(
      List<InputColumn> columns, double[] medians, double[] scale, AddedInputs added) {
    double[] shift = new double[medians.length];
    Arrays.setAll(shift, feature -> scale[feature] == 1 ? 0 : medians[feature]);
    return new Preparation(
        columns,
        CLASSES,
        Standardisation.robust(columns, shift, scale),
        MissingValues.medians(medians),
        Preparation.UnknownCategories.ZEROS,
        added);
  }

  private static Preparation preparation() {
    return preparation(
        List.of(X, COLOR, Y),
        new double[] {2, 0.25, 0.75, -1},
        new double[] {4, 1, 1, 0.5},
        AddedInputs.of(new int[] {0, 3}, new double[][] {{-1e308, 1e308}, {}, {}, {-3, -1, 0, 4}}));
  }

  private static Model model(Preparation preparation) {
    Network network =
        Network.of(preparation.inputs(), List.of(3), Activations.named("tanh").orElseThrow(), 2);
    double[] parameters = new Random(1).doubles(network.parameterCount(), -1, 1).toArray();
    return new Model(preparation, network, parameters, Map.of());
  }

  @Test
  void binsAreLinearWithinAndEndAtMinusOneAndOne() {
    double[] inputs = new double[10];
    preparation().encode(new double[] {0.5e308, 0, 1, -2}, inputs);
    assertThat(inputs).startsWith(3, 0, 1).endsWith(0, 0, 0.5, 0, -1, -1);
    assertThat(inputs[3]).isEqualTo(-2 / Math.sqrt(13.0 / 9), within(1e-15));
    preparation().encode(new double[] {Double.NaN, 0, 1, 1}, inputs);
    assertThat(inputs).startsWith(0, 0, 1).endsWith(1, 0, 0, 1, 1, -0.5);
    preparation().encode(new double[] {2, 0, 1, 100}, inputs);
    assertThat(inputs).endsWith(0, 0, 0, 1, 1, 1);
  }

  @Test
  void aScorerTakesFeaturesAndGivesTheNetworkItsInputs() {
    Model model = model(preparation());
    double[] row = {7, 1, 0, Double.NaN};
    double[] inputs = new double[10];
    model.preparation().encode(row, inputs);
    Preparation plain =
        Preparation.ofNumbers(model.preparation().inputNames(), CLASSES, /* divisor= */ 1);
    double[] expected =
        new Model(plain, model.network(), model.parameters(), Map.of()).probabilities(inputs);
    assertThat(model.probabilities(row)).containsExactly(expected);
    assertThat(model.probabilities(List.of(row, row)).get(1)).containsExactly(expected);
    assertThatThrownBy(() -> model.probabilities(new double[10]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the row has 10 features; the model takes 4");
  }

  @Test
  void aModelDescribesThem() {
    Map<String, Object> description = new LinkedHashMap<>();
    PreparationDescription.put(preparation(), description);
    assertThat(description.get("input_names"))
        .isEqualTo(
            List.of(
                "x",
                "color=blue",
                "color=red",
                "y",
                "x (missing)",
                "y (missing)",
                "x (bin 1)",
                "y (bin 1)",
                "y (bin 2)",
                "y (bin 3)"));
    Preparation read = PreparationDescription.take(description, "model.json");
    assertThat(description).isEmpty();
    assertThat(read.inputNames()).isEqualTo(preparation().inputNames());
    double[] row = {-17, 0, 1, Double.NaN};
    double[] expected = new double[10];
    double[] inputs = new double[10];
    preparation().encode(row, expected);
    read.encode(row, inputs);
    assertThat(inputs).containsExactly(expected);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    double[][] descending = {{1, 0}};
    double[][] single = {{1}};
    for (double[][] edges : new double[][][] {descending, single, {{0, Double.NaN}}}) {
      assertThatThrownBy(() -> AddedInputs.of(new int[0], edges))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("two or more ascending numbers");
    }
    assertThatThrownBy(() -> AddedInputs.of(new int[] {1, 1}, new double[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must ascend");
    AddedInputs ofThird = AddedInputs.of(new int[] {2}, new double[0][]);
    assertThatThrownBy(
            () -> preparation(List.of(X, Y), new double[2], new double[] {1, 1}, ofThird))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not fit 2 features");
  }

  /** A model scores rows that were prepared for another one as it scores its own. */
  @Test
  void inputsAreConvertedFromOnePreparationToAnother() {
    Preparation rows =
        preparation(
            List.of(Y, InputColumn.category("color", List.of("green", "red")), X),
            new double[] {1, 0.5, 0.5, -3},
            new double[] {2, 1, 1, 7},
            AddedInputs.of(new int[] {3}, new double[][] {{}, {}, {}, {0, 1}}));
    InputConversion conversion = new InputConversion(rows, preparation());
    double[][] asRows = {{0.5, 0, 1, 3}, {-700, 1, 0, Double.NaN}, {4, 0, 0, -20}};
    double[][] asModel = {{3, 0, 1, 0.5}, {Double.NaN, 0, 0, -700}, {-20, 0, 0, 4}};
    double[] prepared = new double[rows.inputs()];
    double[] converted = new double[conversion.inputs()];
    double[] expected = new double[conversion.inputs()];
    for (int i = 0; i < asRows.length; i++) {
      rows.encode(asRows[i], prepared);
      preparation().encode(asModel[i], expected);
      conversion.convert(prepared, converted);
      assertThat(converted).containsExactly(expected, within(1e-9));
    }
    assertThat(ChangedPreparation.of(model(preparation()), rows).isExact()).isFalse();
    assertThat(ChangedPreparation.of(model(preparation()), preparation()).isExact()).isTrue();
  }

  /** The start of a retraining whose quartiles have moved a little. */
  @Test
  void aRewrittenModelIsNearlyTheSame() {
    Model model = model(preparation());
    Preparation moved =
        preparation(
            List.of(X, COLOR, Y),
            new double[] {2.01, 0.25, 0.75, -1},
            new double[] {4.02, 1, 1, 0.5},
            preparation().added());
    ChangedPreparation changed = ChangedPreparation.of(model, moved);
    Model rewritten = new Model(moved, changed.network(), changed.parameters(), Map.of());
    double[] row = {3, 0, 1, -0.7};
    assertThat(rewritten.probabilities(row))
        .containsExactly(model.probabilities(row), within(1e-3));
  }
}
