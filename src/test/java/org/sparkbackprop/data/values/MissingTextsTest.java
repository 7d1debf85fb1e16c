package org.sparkbackprop.data.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparkbackprop.data.SqlTables.row;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SqlTables;
import org.sparkbackprop.data.TableFiles;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;

/** Numbers that stand for missing values, in every format of tables. */
class MissingTextsTest {

  private static final PreparationSettings MEAN =
      new PreparationSettings(
          Standardisation.Method.DIVIDE, MissingValues.Policy.MEAN, 0, UnknownCategories.REFUSED);

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

  private static ColumnSettings columns(
      List<String> truths,
      Map<String, List<String>> categories,
      Map<String, Integer> vectors,
      String... missing) {
    return new ColumnSettings(
        "label",
        Optional.empty(),
        List.of(),
        List.of(),
        truths,
        categories,
        100,
        vectors,
        Set.of(missing),
        List.of());
  }

  private static List<List<Double>> features(String format, Path path, ColumnSettings columns) {
    InputSettings input = Inputs.of(format, path.toString(), null, columns, BadRowPolicy.fail());
    PreparedData data = Inputs.load(spark, input, MEAN, Inputs.NO_VALIDATION, Inputs.packing(1));
    return Inputs.rows(data).stream().map(Inputs.Row::features).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void aNumberThatIsOneOfTheTextsIsMissing(String format) throws IOException {
    Path path =
        TableFiles.write(
            directory,
            format,
            List.of("x", "y", "label"),
            new double[] {1, 0.5, 0},
            new double[] {-999, 7.5, 1},
            new double[] {3, -99.5, 0});
    assertThat(features(format, path, columns(List.of(), Map.of(), Map.of(), "", "-999", "-99.50")))
        .containsExactly(List.of(1.0, 0.5), List.of(2.0, 7.5), List.of(3.0, 4.0));
  }

  @Test
  void itIsMissingHoweverItIsWritten() throws IOException {
    List<String> csv = List.of("x,label", "1,a", "-999.0,b", "-9.99e2,a", "\"-999\",b", " -999 ,b");
    assertThat(
            features(
                "csv",
                Files.write(directory.resolve("a.csv"), csv),
                columns(List.of(), Map.of(), Map.of(), "-999")))
        .containsExactly(List.of(1.0), List.of(1.0), List.of(1.0), List.of(1.0), List.of(1.0));
  }

  @Test
  void elementsTruthsAndCategoriesAreMissingToo() throws IOException {
    List<String> json =
        List.of(
            "{\"v\":[1,-9],\"t\":-9,\"c\":-9.0,\"label\":0}",
            "{\"v\":[-9.0,2],\"t\":1,\"c\":7,\"label\":1}");
    ColumnSettings columns = columns(List.of("t"), Map.of("c", List.of("7")), Map.of("v", 2), "-9");
    List<List<Double>> filled = List.of(List.of(1.0, 2.0, 1.0, 1.0), List.of(1.0, 2.0, 1.0, 1.0));
    assertThat(features("json", Files.write(directory.resolve("a.json"), json), columns))
        .isEqualTo(filled);
    Path parquet =
        SqlTables.write(
            SqlTables.of(
                "v array<int>, t int, c double, label int",
                row(List.of(1, -9), -9, -9.0, 0),
                row(List.of(-9, 2), 1, 7.0, 1)),
            "parquet",
            directory.resolve("p"));
    assertThat(features("parquet", parquet, columns)).isEqualTo(filled);
  }

  @Test
  void floatsAreComparedAsFloats() {
    Path parquet =
        SqlTables.write(
            SqlTables.of(
                "x float, v array<float>, label int",
                row(-99.9f, List.of(0.1f), 0),
                row(2.5f, List.of(4f), 1)),
            "parquet",
            directory.resolve("p"));
    assertThat(
            features(
                "parquet", parquet, columns(List.of(), Map.of(), Map.of("v", 1), "-99.9", "0.1")))
        .containsExactly(List.of(2.5, 4.0), List.of(2.5, 4.0));
  }
}
