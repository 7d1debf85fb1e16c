package org.sparkbackprop.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.data.DataTraits;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Choice;

/** The rules by which the data decide. */
class AutomaticValuesTest {

  private static TrainingSettings.Builder standard() {
    return TrainingSettings.builder().recipe("standard").input(InputSettings.csv("x"));
  }

  private static DataTraits rows(long rows, int inputs) {
    return new DataTraits(
        rows, inputs, 0, 0, 0, inputs, 2, rows / 2, rows - rows / 2, false, 1, false, false);
  }

  private static Map<String, Object> values(DataTraits traits, TrainingSettings settings) {
    return values(traits, settings, 3);
  }

  private static List<Choice> choices(
      DataTraits traits, TrainingSettings settings, int partitions) {
    List<Choice> network = AutomaticValues.ofNetwork(traits, settings);
    List<Choice> others = AutomaticValues.of(traits, settings.decided(network), partitions);
    return Stream.concat(network.stream(), others.stream()).toList();
  }

  private static Map<String, Object> values(
      DataTraits traits, TrainingSettings settings, int partitions) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Choice choice : choices(traits, settings, partitions)) {
      values.put(choice.key(), choice.value());
      assertThat(choice.reason()).isNotBlank();
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    // rows, inputs, members, units, batch, epochs
    "1, 1, 4, 128, 1, 64",
    "160, 4, 4, 128, 160, 64",
    "999, 4, 4, 128, 250, 64",
    "1000, 4, 4, 128, 250, 100",
    "8192, 30, 4, 128, 256, 100",
    "10000, 30, 4, 128, 257, 82",
    "32561, 100, 4, 128, 257, 25",
    "100000, 100, 4, 128, 256, 8",
    "1000000, 100, 4, 128, 257, 6",
    "1000, 8192, 4, 128, 250, 100",
    "1000, 8193, 1, 256, 250, 100",
    "1000, 16384, 1, 256, 250, 100",
    "1000, 16385, 1, 128, 250, 100",
    "1000, 100000, 1, 32, 250, 100",
    "1000, 10000000, 1, 8, 250, 100",
  })
  void rowsAndInputsDecide(long rows, int inputs, int members, int units, int batch, long epochs) {
    assertThat(values(rows(rows, inputs), standard().build()))
        .containsEntry("network.members", members)
        .containsEntry("network.hidden", List.of(units, units, units))
        .containsEntry("training.batch-size", batch)
        .containsEntry("training.epochs", epochs);
  }

  /** Below 1,000 rows, numbers take more and smaller steps than classes. */
  @ParameterizedTest
  @CsvSource({"95, 32, 100", "379, 32, 100", "999, 33, 100", "1000, 250, 100", "32561, 257, 25"})
  void numbersTakeManyStepsWithFewRows(long rows, int batch, long epochs) {
    assertThat(values(rows(rows, 4), standard().predictNumbers("y").build()))
        .containsEntry("training.batch-size", batch)
        .containsEntry("training.epochs", epochs)
        .containsEntry("network.members", 4)
        .containsEntry("regularization.dropout", 0.15);
  }

  /** Few rows with numbers get a small network, many rows that of classes. */
  @ParameterizedTest
  @CsvSource({
    // rows, inputs, members of their own, members, layers, units
    "95, 15, 0, 4, 2, 64",
    "9999, 30, 0, 4, 2, 64",
    "10000, 30, 0, 4, 3, 128",
    "1000000, 100, 0, 4, 3, 128",
    "1000, 16384, 0, 4, 2, 64",
    "1000, 16385, 0, 1, 2, 128",
    "1000, 10000000, 0, 1, 2, 8",
    "1000, 4, 1, 1, 2, 128",
    "1000, 4, 32, 32, 2, 16",
  })
  void numbersOfFewRowsGetASmallNetwork(
      long rows, int inputs, int given, int members, int layers, int units) {
    TrainingSettings.Builder settings = standard().predictNumbers("y");
    TrainingSettings asked = (given == 0 ? settings : settings.members(given)).build();
    Map<String, Object> values = values(rows(rows, inputs), asked);
    assertThat(values).containsEntry("network.hidden", Collections.nCopies(layers, units));
    assertThat(values.getOrDefault("network.members", given)).isEqualTo(members);
  }

  @ParameterizedTest
  @CsvSource({
    "DENSE, 1, z-score, plain",
    "DENSE, 255, divide, plain",
    "SPARSE, 1, divide, plain",
  })
  void numbersArePredictedFromNumbersThatNothingClips(
      RowShape.Form form, double divisor, String method, String encoding) {
    TrainingSettings settings = standard().predictNumbers("y").build();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Choice choice : AutomaticValues.ofSource(form, divisor, 3, settings)) {
      values.put(choice.key(), choice.value());
      assertThat(choice.reason()).isNotBlank();
    }
    assertThat(values)
        .containsEntry("preparation.standardisation", method)
        .containsEntry("preparation.numbers", encoding);
  }

  @ParameterizedTest
  @CsvSource({
    // rows, numbers, bytes, hidden layers, units, batch, epochs, dropout
    "48000, 784, true, 2, 256, 128, 6, 0.0",
    "4000, 784, true, 2, 256, 130, 72, 0.0",
    "1000000, 784, true, 2, 256, 128, 6, 0.0",
    "4000, 63, true, 3, 128, 250, 100, 0.15",
    "4000, 784, false, 3, 128, 250, 100, 0.15",
  })
  void bytesOfImagesGetANetworkForImages(
      long rows,
      int numbers,
      boolean bytes,
      int layers,
      int units,
      int batch,
      long epochs,
      double dropout) {
    DataTraits traits =
        new DataTraits(
            rows, numbers, 0, 0, 0, numbers, 2, rows / 2, rows / 2, false, 1, bytes, false);
    assertThat(values(traits, standard().build()))
        .containsEntry("network.hidden", Collections.nCopies(layers, units))
        .containsEntry("training.batch-size", batch)
        .containsEntry("training.epochs", epochs)
        .containsEntry("regularization.dropout", dropout);
  }

  @Test
  void whatIsGivenIsNotChosenAndCountsForTheRest() {
    TrainingSettings settings =
        standard().hidden(5).miniBatches(10).validationFraction(0.3).build();
    Map<String, Object> values = values(rows(1000, 4), settings);
    assertThat(values)
        .containsOnlyKeys(
            "network.members",
            "training.epochs",
            "training.record-every",
            "optimizer.average",
            "regularization.dropout",
            "stopping.patience");
    assertThat(values.get("network.members")).isEqualTo(1); // as for whoever names the layers
    assertThat(values.get("training.epochs")).isEqualTo(32L); // of 100 steps each
    assertThat(values.get("training.record-every")).isEqualTo(2L);
    assertThat(values.get("optimizer.average")).isEqualTo(1 - 1.0 / 96); // of 3,200
    assertThat(values.get("stopping.patience")).isEqualTo(1000L);
  }

  /** With more members, as many weights from hidden to hidden units. */
  @ParameterizedTest
  @CsvSource({"1, 256", "2, 176", "4, 128", "8, 80", "16, 64", "32, 32"})
  void membersShareTheUnits(int members, int units) {
    TrainingSettings settings = standard().members(members).build();
    assertThat(values(rows(1000, 4), settings))
        .containsEntry("network.hidden", List.of(units, units, units));
  }

  /** As many steps as mini-batches take, and as many rows in a step of all workers. */
  @ParameterizedTest
  @CsvSource({"1, 250, 0.0, 12", "2, 100, 0.234, 15", "4, 50, 0.4, 15"})
  void workersOfLocalSgdShareAMiniBatch(
      int partitions, int batch, double outerMomentum, double latest) {
    TrainingSettings settings = standard().set("training.method", "local-sgd").build();
    assertThat(values(rows(1000, 4), settings, partitions))
        .containsEntry("training.batch-size", batch)
        .containsEntry("training.epochs", 100L)
        .containsEntry("training.outer-momentum", outerMomentum)
        .containsEntry("optimizer.average", 1 - 1 / latest);
  }

  @Test
  void withoutValidationNothingEndsATraining() {
    TrainingSettings settings = standard().validationFraction(0).build();
    assertThat(values(rows(1000, 4), settings)).containsEntry("stopping.patience", 0);
  }

  @ParameterizedTest
  @CsvSource({
    "DENSE, 1, 128, robust, median, true, piecewise-linear",
    "DENSE, 1, 129, robust, median, true, plain",
    "DENSE, 255, 784, divide, refuse, false, plain",
    "SPARSE, 1, 100000, divide, 0, false, plain",
  })
  void theSourceDecidesHowRowsArePrepared(
      RowShape.Form form,
      double divisor,
      int numbers,
      String method,
      String missing,
      boolean marked,
      String encoding) {
    List<Choice> choices = AutomaticValues.ofSource(form, divisor, numbers, standard().build());
    assertThat(choices)
        .extracting(choice -> String.valueOf(choice.value()))
        .containsExactly(method, missing, String.valueOf(marked), encoding);
    assertThat(choices).noneMatch(choice -> choice.reason().isBlank());
  }

  private static AutomaticKey[] ofMiniBatches() {
    return Arrays.stream(AutomaticKey.values())
        .filter(key -> key != AutomaticKey.OUTER_MOMENTUM)
        .toArray(AutomaticKey[]::new);
  }

  /** Settings in which everything is decided have nothing open, and keep what was chosen. */
  @Test
  void everyKeyCanBeDecided() {
    TrainingSettings open = standard().build();
    assertThat(open.decisions().open()).containsExactlyInAnyOrder(ofMiniBatches());
    List<Choice> first = new ArrayList<>(AutomaticValues.ofSource(RowShape.Form.DENSE, 1, 3, open));
    first.add(AutomaticValues.validation(0.2, 250, 200));
    TrainingSettings known = open.decided(first);
    assertThat(known.preparation().needsQuantiles()).isTrue();
    TrainingSettings decided = known.decided(choices(rows(200, 3), known, 1));
    assertThat(decided.decisions().open()).isEmpty();
    assertThat(decided.decisions().choices()).hasSize(ofMiniBatches().length);
    assertThat(decided.network().hidden()).containsExactly(128, 128, 128);
    assertThat(decided.network().members()).isEqualTo(4);
    assertThat(decided.epochs().number()).isEqualTo(64);
    assertThat(decided.epochs().recordEvery()).isEqualTo(3);
    assertThat(decided.stopping().patience()).isEqualTo(1000);
    assertThat(decided.validation().heldOut().leastRows()).isZero();
    assertThat(decided.input()).isEqualTo(open.input());
    assertThat(decided.configuration().toString())
        .contains("hidden=[128, 128, 128]", "members=4", "fraction=0.2", "recipe=standard");
    assertThat(decided.resultKeys().values()).containsEntry("network.hidden", "[128, 128, 128]");
  }

  /** A password is not in the configuration, but stays in the input. */
  @Test
  void decisionsKeepTheInputWithItsSecrets() {
    TrainingSettings open =
        TrainingSettings.builder()
            .recipe("standard")
            .input(InputSettings.jdbc("jdbc:h2:mem:x").fromTable("t").login("me", "geheim"))
            .build();
    TrainingSettings decided =
        open.decided(List.of(AutomaticKey.HIDDEN.as(List.of(7), "a test says so")));
    assertThat(decided.network().hidden()).containsExactly(7);
    assertThat(decided.input().database().options()).containsEntry("password", "geheim");
    assertThat(decided.configuration().toString()).doesNotContain("geheim");
  }
}
