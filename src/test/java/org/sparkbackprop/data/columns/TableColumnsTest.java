package org.sparkbackprop.data.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** Which columns of a table are features, and which are the key. */
class TableColumnsTest {

  private static final List<String> NAMES = List.of("id", "x", "y", "label");

  private static final RequiredColumns TRAINING = RequiredColumns.ofTraining();

  private static InputSettings input(
      List<String> features, List<String> ignored, List<String> categories, String... key) {
    return labelled("label", features, ignored, categories, key);
  }

  private static InputSettings labelled(
      String label,
      List<String> features,
      List<String> ignored,
      List<String> categories,
      String... key) {
    Map<String, List<String>> names = new java.util.LinkedHashMap<>();
    categories.forEach(name -> names.put(name, List.of()));
    return Inputs.withColumns(
        Inputs.csv(Path.of("rows.csv")),
        new ColumnSettings(
            label,
            Optional.empty(),
            features,
            ignored,
            List.of(),
            names,
            100,
            Map.of(),
            Set.of(""),
            List.of(key)));
  }

  private static List<String> features(InputSettings input, RequiredColumns need) {
    return TableColumns.of(NAMES, InputColumn::number, input, need, "rows.csv").features().stream()
        .map(InputColumn::name)
        .toList();
  }

  @Test
  void aKeyIsNoFeatureUnlessItIsNamedAsOne() {
    RequiredColumns training = RequiredColumns.ofTraining();
    List<String> none = List.of();
    assertThat(features(input(none, none, none), training)).containsExactly("id", "x", "y");
    assertThat(features(input(none, none, none, "id"), training)).containsExactly("x", "y");
    assertThat(features(input(none, none, none, "y", "id"), training)).containsExactly("x");
    assertThat(features(input(none, List.of("id"), none, "id"), training))
        .containsExactly("x", "y");
    assertThat(features(input(List.of("y", "id"), none, none, "id"), training))
        .containsExactly("y", "id");
    assertThat(features(input(none, none, none, "label"), training))
        .containsExactly("id", "x", "y");
  }

  @Test
  void aModelThatHasTheKeyAmongItsFeaturesIsGivenIt() {
    RequiredColumns model =
        new RequiredColumns(
            Optional.of(List.of(InputColumn.number("id"), InputColumn.number("x"))),
            RequiredColumns.Labels.IGNORED);
    assertThat(features(input(List.of(), List.of(), List.of(), "id"), model))
        .containsExactly("id", "x");
    assertThat(features(input(List.of(), List.of(), List.of(), "gone"), model))
        .containsExactly("id", "x");
  }

  @Test
  void keysThatAreNotThereAndKindsOfKeysAreFaults() {
    RequiredColumns training = RequiredColumns.ofTraining();
    List<String> none = List.of();
    assertThatThrownBy(() -> features(input(none, none, none, "ID", "x", "z"), training))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "rows.csv has no columns [ID, z], which input.key names; its columns are"
                + " [id, x, y, label]");
    assertThatThrownBy(() -> features(input(none, none, List.of("id"), "id"), training))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("declares a kind of the columns [id]")
        .hasMessageEndingWith(
            "; a column of input.key is a feature only where input.features names it");
    assertThatThrownBy(() -> features(input(none, none, none, "id", "x", "y"), training))
        .isInstanceOf(DataException.class)
        .hasMessage("rows.csv has no column besides the label and the key");
  }

  /** Also where the configuration says the label by its place. */
  @Test
  void theLabelIsNothingElse() {
    List<String> none = List.of();
    for (String label : List.of("label", "-1", "3")) {
      InputSettings any = labelled(label, none, none, none);
      refuses(labelled(label, none, List.of("label"), none), TRAINING, "input.ignore");
      refuses(any, dividedBy(IdentityColumns.Use.HASHED, "id", "label"), "input.key");
      refuses(any, dividedBy(IdentityColumns.Use.ORDERED, "label"), "validation.order-by");
    }
    assertThat(features(input(none, none, none, "label"), TRAINING))
        .containsExactly("id", "x", "y");
    assertThat(features(input(none, none, none), dividedBy(IdentityColumns.Use.HASHED, "id")))
        .containsExactly("id", "x", "y");
  }

  private static RequiredColumns dividedBy(IdentityColumns.Use use, String... columns) {
    return new RequiredColumns(
        Optional.empty(),
        RequiredColumns.Labels.REQUIRED,
        MissingValues.Policy.REFUSE,
        new IdentityColumns(use, List.of(columns)),
        List.of());
  }

  private static void refuses(InputSettings input, RequiredColumns need, String key) {
    assertThatThrownBy(() -> features(input, need))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column label is the label")
        .hasMessageContaining(key);
  }
}
