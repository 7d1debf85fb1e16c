package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.model.InputColumn.Level;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;

/** Levels of columns of categories besides their categories. */
class LevelsTest {

  private static final InputColumn COLOR =
      InputColumn.category("color", List.of("blue", "red"))
          .with(List.of(Level.OTHER, Level.MISSING));
  private static final InputColumn SIZE =
      InputColumn.category("size", List.of("s")).with(List.of(Level.OTHER));

  private static Preparation preparation(InputColumn... columns) {
    return new Preparation(
            List.of(columns),
            List.of("a", "b"),
            Standardisation.none(),
            MissingValues.refused(),
            UnknownCategories.OTHER)
        .with(MissingCategories.LEVEL);
  }

  private static Model model(Preparation preparation) {
    Network network =
        Network.of(preparation.inputs(), List.of(2), Activations.named("tanh").orElseThrow(), 2);
    double[] parameters = new Random(1).doubles(network.parameterCount(), -1, 1).toArray();
    return new Model(preparation, network, parameters, Map.of());
  }

  @Test
  void aMissingCategoryIsItsLevelOrOneOfTheOthers() {
    Preparation preparation = preparation(COLOR, InputColumn.number("x"), SIZE);
    double[] row = new double[7];
    Arrays.fill(row, Double.NaN);
    double[] inputs = new double[7];
    preparation.encode(row, inputs);
    assertThat(inputs).containsExactly(0, 0, 0, 1, Double.NaN, 0, 1);
    Model model = model(preparation);
    assertThat(
            model.probabilities(
                new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN, 2, 0, 1}))
        .containsExactly(model.probabilities(new double[] {0, 0, 0, 1, 2, 0, 1}));
  }

  @Test
  void aModelDescribesThem() {
    Map<String, Object> description = new LinkedHashMap<>();
    PreparationDescription.put(preparation(COLOR, SIZE), description);
    Preparation read = PreparationDescription.take(description, "model.json");
    assertThat(description).isEmpty();
    assertThat(read.columns()).containsExactly(COLOR, SIZE);
    assertThat(read.missingCategories()).isEqualTo(MissingCategories.LEVEL);
    assertThat(read.unknownCategories()).isEqualTo(UnknownCategories.OTHER);
  }

  /** A category that has become frequent was one of the others. */
  @Test
  void aCategoryThatIsNewHasTheWeightsOfTheOthers() {
    Model model = model(preparation(COLOR));
    InputColumn more =
        InputColumn.category("color", List.of("green", "red", "blue"))
            .with(List.of(Level.MISSING, Level.OTHER));
    Preparation now = preparation(more);
    ChangedPreparation changed = ChangedPreparation.of(model, now);
    Model rewritten = new Model(now, changed.network(), changed.parameters(), Map.of());
    double[][] before = {{0, 0, 1, 0}, {0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 1, 0}};
    InputConversion conversion = new InputConversion(now, model.preparation());
    for (int k = 0; k < before.length; k++) {
      double[] row = new double[5];
      row[k] = 1;
      assertThat(rewritten.probabilities(row))
          .containsExactly(model.probabilities(before[k]), within(1e-15));
      double[] converted = new double[4];
      conversion.convert(row, converted);
      assertThat(converted).containsExactly(before[k]);
    }
  }
}
