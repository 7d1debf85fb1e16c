package org.sparkbackprop.data.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.TableFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** What columns are used for, in every format of tables. */
class UsedColumnTest {

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private InputSettings table(String format, ColumnSettings columns) throws IOException {
    Path path =
        TableFiles.write(
            directory,
            format,
            List.of("x1", "x2", "x3", "label"),
            new double[] {1, 2, 3, 0},
            new double[] {4, 5, 6, 1});
    return Inputs.of(format, path.toString(), null, columns, BadRowPolicy.fail());
  }

  private static ColumnSettings columns(
      String label, String weight, List<String> features, Map<String, Integer> vectors) {
    return new ColumnSettings(
        label,
        Optional.ofNullable(weight),
        features,
        List.of(),
        List.of(),
        Map.of(),
        100,
        vectors,
        Set.of(""),
        List.of());
  }

  private static void requireRefused(InputSettings input, String message) {
    assertThatThrownBy(() -> Inputs.inspect(spark, input))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void aColumnHasOneUse(String format) throws IOException {
    requireRefused(
        table(format, columns("label", null, List.of("x1", "label"), Map.of())),
        ": column label cannot be both a feature and input.label");
    requireRefused(
        table(format, columns("-1", null, List.of("x1", "label"), Map.of())),
        ": column label cannot be both a feature and input.label");
    requireRefused(
        table(format, columns("label", "x2", List.of("x1", "x2"), Map.of())),
        ": column x2 cannot be both a feature and input.weight");
    requireRefused(
        table(format, columns("label", null, List.of("x", "x1"), Map.of("x", 3))),
        ": column x1 cannot be both number 1 of the vector x and a feature");
    requireRefused(
        table(format, columns("x2", null, List.of("x"), Map.of("x", 3))),
        ": column x2 cannot be both number 2 of the vector x and input.label");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void theLabelIsNoFeatureOfAModelThatItIsComparedWith(String format) throws IOException {
    InputSettings input = table(format, columns("x2", null, List.of(), Map.of()));
    List<InputColumn> features = List.of(InputColumn.number("x1"), InputColumn.number("x2"));
    assertThatThrownBy(
            () ->
                open(
                    input,
                    new RequiredColumns(Optional.of(features), RequiredColumns.Labels.REQUIRED)))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(": column x2 cannot be both a feature and input.label");
    assertThat(
            open(input, new RequiredColumns(Optional.of(features), RequiredColumns.Labels.IGNORED))
                .numbers())
        .isEqualTo(2);
  }

  private static RowShape open(InputSettings input, RequiredColumns need) {
    return Formats.CONFIGURED.open(spark, input, need).shape();
  }

  @ParameterizedTest
  @ValueSource(strings = {"numbers", "vector"})
  @Timeout(5)
  void timeGrowsWithTheColumnsAndNotWithTheirSquare(String kind) throws IOException {
    int count = 50_000;
    String names = String.join(",", TableColumns.numbered(count));
    String row = ",1".repeat(count);
    Path path =
        Files.write(
            directory.resolve("wide.csv"),
            List.of(names + ",label", row.substring(1) + ",a", row.substring(1) + ",b"));
    Map<String, Integer> vectors = kind.equals("vector") ? Map.of("x", count) : Map.of();
    InspectedInput input =
        Inputs.inspect(
            spark,
            Inputs.withColumns(Inputs.csv(path), columns("label", null, List.of(), vectors)));
    assertThat(input.rows().used()).isEqualTo(2);
  }

  @Test
  void aFieldOfCsvHoldsNoVector() throws IOException {
    Path path = Files.write(directory.resolve("v.csv"), List.of("x,label", "1,a", "2,b"));
    requireRefused(
        Inputs.withColumns(Inputs.csv(path), columns("label", null, List.of("x"), Map.of("x", 2))),
        "v.csv lacks the column x1: in csv, a vector has one column for each of its numbers");
  }
}
