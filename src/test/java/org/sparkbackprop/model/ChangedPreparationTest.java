package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;

/** A model that is rewritten for rows prepared in another way gives what it gave before. */
class ChangedPreparationTest {

  private static final List<String> CLASSES = List.of("a", "b", "c");
  private static final InputColumn COLOR = InputColumn.category("color", List.of("blue", "red"));

  private static Model model(Preparation preparation, List<Integer> hidden, Random random) {
    Network network =
        Network.of(
            preparation.features(),
            hidden,
            Activations.named("tanh").orElseThrow(),
            preparation.classes());
    double[] parameters = random.doubles(network.parameterCount(), -1, 1).toArray();
    return new Model(preparation, network, parameters, Map.of());
  }

  private static Model ensemble(Preparation preparation, Random random) {
    Network network = model(preparation, List.of(5, 4), random).network().ofMembers(4);
    double[] parameters = random.doubles(network.parameterCount(), -1, 1).toArray();
    return new Model(preparation, network, parameters, Map.of());
  }

  private static Preparation preparation(List<InputColumn> columns, Random random) {
    int features = columns.stream().mapToInt(InputColumn::features).sum();
    double[] shift = random.doubles(features, -5, 5).toArray();
    double[] scale = random.doubles(features, 0.1, 10).toArray();
    int at = 0;
    for (InputColumn column : columns) {
      if (!column.isStandardised()) {
        Arrays.fill(shift, at, at + column.features(), 0);
        Arrays.fill(scale, at, at + column.features(), 1);
      }
      at += column.features();
    }
    return new Preparation(
        columns,
        CLASSES,
        Standardisation.byFeature(Standardisation.Method.Z_SCORE, shift, scale),
        MissingValues.refused(),
        Preparation.UnknownCategories.ZEROS);
  }

  private static Model changed(Model model, Preparation now) {
    ChangedPreparation changed = ChangedPreparation.of(model, now);
    assertThat(changed.missing()).isEmpty();
    return new Model(now, changed.network(), changed.parameters(), Map.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anotherScaleChangesNoProbability(long seed) {
    Random random = new Random(seed);
    List<InputColumn> columns =
        List.of(InputColumn.number("x"), COLOR, InputColumn.vector("pixels", 3));
    List<Integer> hidden = seed % 2 == 0 ? List.of() : List.of(5, 4);
    Preparation before = preparation(columns, random);
    Model model = seed == 5 ? ensemble(before, random) : model(before, hidden, random);
    Model changed = changed(model, preparation(columns, random));
    for (int i = 0; i < 50; i++) {
      double[] row = random.doubles(6, -10, 10).toArray();
      row[1] = i % 2;
      row[2] = 1 - row[1];
      assertThat(changed.probabilities(row))
          .usingComparatorWithPrecision(1e-9)
          .containsExactly(model.probabilities(row));
    }
  }

  @Test
  void theSamePreparationLeavesEveryBit() {
    Random random = new Random(7);
    Preparation preparation = preparation(List.of(InputColumn.number("x"), COLOR), random);
    Model model = model(preparation, List.of(3), random);
    assertThat(ChangedPreparation.of(model, preparation).parameters())
        .isEqualTo(model.parameters())
        .isNotSameAs(model.parameters());
  }

  @Test
  void newColumnsAndCategoriesAreNotLookedAtAndOtherOrdersDoNotMatter() {
    Random random = new Random(8);
    Model model =
        model(preparation(List.of(InputColumn.number("x"), COLOR), random), List.of(4), random);
    InputColumn more = InputColumn.category("color", List.of("blue", "green", "red"));
    Preparation now =
        preparation(List.of(more, InputColumn.number("new"), InputColumn.number("x")), random);
    Model changed = changed(model, now);
    double[] before = model.probabilities(new double[] {1.5, 0, 1});
    assertThat(changed.probabilities(new double[] {0, 0, 1, 99, 1.5}))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(before);
    double[] unknown = model.probabilities(new double[] {1.5, 0, 0});
    assertThat(changed.probabilities(new double[] {0, 1, 0, -99, 1.5})[0])
        .isCloseTo(unknown[0], within(1e-9));
  }

  @Test
  void aCategoryThatIsGoneIsZeroAndANumberThatIsGoneIsNamed() {
    Random random = new Random(9);
    Model model =
        model(preparation(List.of(InputColumn.number("x"), COLOR), random), List.of(), random);
    InputColumn fewer = InputColumn.category("color", List.of("red"));
    Preparation withoutBlue = preparation(List.of(InputColumn.number("x"), fewer), random);
    assertThat(changed(model, withoutBlue).probabilities(new double[] {2, 1}))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(model.probabilities(new double[] {2, 0, 1}));
    Preparation withoutX = preparation(List.of(COLOR), random);
    assertThat(ChangedPreparation.of(model, withoutX).missing()).containsExactly("x");
  }
}
