package org.sparkbackprop.data.source.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.data.SqlTables.row;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SqlTables;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** Parquet and ORC. */
class SqlFilesTest {

  private static final PreparationSettings MISSING_IS_MINUS_ONE =
      new PreparationSettings(
          Standardisation.Method.DIVIDE,
          MissingValues.Policy.CONSTANT,
          -1,
          UnknownCategories.REFUSED);

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

  private Path write(String format, String schema, Row... rows) {
    return SqlTables.write(SqlTables.of(schema, rows), format, directory.resolve(format));
  }

  private static InputSettings input(String format, Path path, ColumnSettings columns) {
    return Inputs.of(format, path.toString(), null, columns, BadRowPolicy.fail());
  }

  private static InputSettings input(String format, Path path) {
    return Inputs.table(format, path);
  }

  private static ColumnSettings declared(
      List<String> truths, List<String> categories, Map<String, Integer> vectors) {
    ColumnSettings plain = ColumnSettings.numbers("label");
    Map<String, List<String>> names = new java.util.LinkedHashMap<>();
    categories.forEach(name -> names.put(name, List.of()));
    return new ColumnSettings(
        "label",
        Optional.empty(),
        List.of(),
        plain.ignored(),
        truths,
        names,
        100,
        vectors,
        Set.of("", "NaN"),
        List.of());
  }

  private static List<Inputs.Row> rows(InputSettings input) {
    return Inputs.rows(
        Inputs.load(spark, input, MISSING_IS_MINUS_ONE, Inputs.NO_VALIDATION, Inputs.packing(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void everyTypeOfNumberTruthAndTextIsRead(String format) {
    Path path =
        write(
            format,
            "b tinyint, s smallint, i int, l bigint, f float, d double, e decimal(30,2),"
                + " t boolean, n int, w string, c string, k bigint, label double",
            row(
                (byte) 1,
                (short) 2,
                3,
                4L,
                5.5f,
                6.25,
                new BigDecimal("7.25"),
                true,
                1,
                "TRUE",
                "red",
                10L,
                3.0),
            row(null, null, null, null, null, null, null, null, null, null, null, null, 0.5),
            row(
                (byte) -1,
                (short) -2,
                -3,
                -4L,
                -5.5f,
                Double.NaN,
                new BigDecimal("-7.25"),
                false,
                0,
                "0",
                "blue",
                9L,
                3.0));
    InputSettings input =
        input(format, path, declared(List.of("n", "w"), List.of("c", "k"), Map.of()));
    List<Inputs.Row> rows = rows(input);
    assertThat(rows).extracting(Inputs.Row::label).containsExactly("3", "0.5", "3");
    assertThat(rows.get(0).features())
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.5, 6.25, 7.25, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0);
    assertThat(rows.get(1).features()).containsOnly(-1.0).hasSize(14);
    assertThat(rows.get(2).features())
        .containsExactly(
            -1.0, -2.0, -3.0, -4.0, -5.5, -1.0, -7.25, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void arraysAndVectorsOfSparkMlAreVectors(String format) {
    Path path =
        write(
            format,
            "v " + SqlTables.VECTOR + ", a array<float>, i array<bigint>, label boolean",
            row(SqlTables.dense(1.0, 2.0, 3.0), List.of(1.5f, 2.5f), List.of(7L), true),
            row(
                SqlTables.sparse(3, List.of(0, 2), List.of(4.0, 5.0)),
                Arrays.asList(null, 0f),
                List.of(8L),
                false),
            row(null, null, List.of(9L), false));
    List<Inputs.Row> rows =
        rows(input(format, path, declared(List.of(), List.of(), Map.of("v", 3, "a", 2, "i", 1))));
    assertThat(rows).extracting(Inputs.Row::label).containsExactly("true", "false", "false");
    assertThat(rows)
        .extracting(Inputs.Row::features)
        .containsExactly(
            List.of(1.0, 2.0, 3.0, 1.5, 2.5, 7.0),
            List.of(4.0, 0.0, 5.0, -1.0, 0.0, 8.0),
            List.of(-1.0, -1.0, -1.0, -1.0, -1.0, 9.0));
  }

  @Test
  void aSparseLayoutHasThePlacesThatAreNotZero() {
    Path path =
        write(
            "parquet",
            "x double, v " + SqlTables.VECTOR + ", a array<double>, label string",
            row(
                0.0,
                SqlTables.sparse(1000, List.of(3, 998), List.of(4.0, 0.0)),
                List.of(0.0, 2.0),
                "a"));
    InputSettings like =
        input("parquet", path, declared(List.of(), List.of(), Map.of("v", 1000, "a", 2)));
    InputSettings sparse =
        new InputSettings(
            like.format(),
            like.path(),
            like.labels(),
            like.columns(),
            like.text(),
            like.database(),
            like.dimensions(),
            like.badRows(),
            InputSettings.Layout.SPARSE,
            like.divideBy(),
            like.classes(),
            like.clouds(),
            TargetColumns.ofClass());
    RowSource source = Formats.CONFIGURED.open(spark, sparse, RequiredColumns.ofTraining());
    assertThat(source.shape().form()).isEqualTo(RowShape.Form.SPARSE);
    List<String> read =
        source
            .readers()
            .map(
                reader -> {
                  reader.advance();
                  RowBuffer row = reader.row();
                  return Arrays.toString(Arrays.copyOf(row.indices(), row.nonZeros()))
                      + Arrays.toString(Arrays.copyOf(row.values(), row.nonZeros()));
                })
            .collect();
    assertThat(read).containsExactly("[4, 1002][4.0, 2.0]");
  }

  @Test
  void everyBadRowIsPutAsideWithItsReasonAndItsText() throws IOException {
    String schema = "x double, w string, a array<double>, v " + SqlTables.VECTOR + ", label string";
    Object good = SqlTables.dense(1.0, 2.0);
    Path path =
        write(
            "parquet",
            schema,
            row(1.0, "true", List.of(1.0), good, "a"),
            row(Double.POSITIVE_INFINITY, "true", List.of(1.0), good, "a"),
            row(1.0, "maybe", List.of(1.0), good, "a"),
            row(1.0, "true", List.of(1.0, 2.0), good, "a"),
            row(
                1.0,
                "true",
                List.of(1.0),
                SqlTables.sparse(2, List.of(1, 0), List.of(1.0, 2.0)),
                "a"),
            row(1.0, "true", List.of(1.0), SqlTables.sparse(3, List.of(), List.of()), "a"),
            row(1.0, "true", List.of(1.0), good, ""),
            row(1.0, "true", List.of(1.0), good, null),
            row(1.0, "true", List.of(Double.NEGATIVE_INFINITY), good, "b"),
            row(null, "false", List.of(1.0), good, "b"),
            row(2.0, "false", List.of(1.0), good, "b"));
    InputSettings input =
        Inputs.withBadRows(
            input("parquet", path, declared(List.of("w"), List.of(), Map.of("a", 1, "v", 2))),
            BadRowPolicy.quarantined(0.9));
    InspectedInput inspected = Inputs.inspect(spark, input);
    assertThat(inspected.rows()).isEqualTo(new RowCounts(2, 9));
    inspected.quarantine().orElseThrow().write(new LocalStorage(directory), "bad.jsonl");
    List<Map<String, Object>> bad =
        Files.readAllLines(directory.resolve("bad.jsonl")).stream()
            .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), "bad"))
            .toList();
    assertThat(bad)
        .extracting(line -> line.get("reason"))
        .containsExactly(
            "column x: Infinity is not a finite number",
            "column w: 'maybe' is neither true nor false",
            "column a: it has 2 numbers instead of 1",
            "column v: a sparse vector of 2 numbers has index 0 after 1",
            "column v: it has 3 numbers instead of 2",
            "column label: the label is missing",
            "column label: the label is missing",
            "column a: -Infinity is not a finite number",
            "column x: the value is missing; preparation.missing says what may take its place");
    assertThat(bad.get(3).get("row"))
        .isEqualTo("{x=1, w=true, a=[1], v=2 numbers, at [1, 0]: [1, 2], label=a}");
    assertThat(bad.get(3).get("where")).asString().endsWith(".parquet, row 5");
  }

  @Test
  void weightsAreNumbersFromZeroOn() {
    ColumnSettings columns = ColumnSettings.numbers("label").weightedBy("w");
    String schema = "x double, w double, label string";
    Path path = write("parquet", schema, row(1.0, 0.5, "a"), row(2.0, 0.0, "b"));
    assertThat(rows(input("parquet", path, columns)))
        .extracting(Inputs.Row::weight)
        .containsExactly(0.5, 0.0);
    Path bad = SqlTables.write(SqlTables.of(schema, row(1.0, -1.0, "a")), "orc", path.resolve("o"));
    assertThatThrownBy(() -> rows(input("orc", bad, columns)))
        .hasMessageContaining("column w: the weight '-1.0' is less than 0");
  }

  @Test
  void columnsThatNobodyDeclaredAreNamedAllAtOnce() {
    Path path =
        write(
            "parquet",
            "x double, s string, a array<double>, v "
                + SqlTables.VECTOR
                + ", t timestamp, m map<string,int>, n array<string>, label string",
            row(
                1.0,
                "a",
                List.of(1.0),
                SqlTables.dense(1.0),
                new Timestamp(0),
                scala.collection.immutable.Map$.MODULE$.empty(),
                List.of("a"),
                "b"));
    assertThatThrownBy(() -> rows(input("parquet", path)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[s]: texts, which input.categories makes features")
        .hasMessageContaining("[a, v]: arrays or vectors")
        .hasMessageContaining("input.vectors")
        .hasMessageContaining("t (timestamp)")
        .hasMessageContaining("m (map<string,int>)")
        .hasMessageContaining("n (array<string>)")
        .hasMessageContaining("input.ignore");
    assertThatThrownBy(
            () ->
                rows(input("parquet", path, declared(List.of("a"), List.of("t"), Map.of("s", 2)))))
        .hasMessageContaining("input.vectors"); // v is not declared
  }

  @Test
  void aModelTakesColumnsByNameAndTypesThatFit() {
    Path path =
        write(
            "parquet",
            "p2 int, y string, p1 double, x float",
            row(2, "true", 1.0, 3f),
            row(5, "false", 4.0, 6f));
    List<InputColumn> columns =
        List.of(InputColumn.vector("p", 2), InputColumn.truth("y"), InputColumn.number("x"));
    InspectedInput input = forModel(path, columns);
    Batch batch = PreparedData.scorable(input).first();
    assertThat(Inputs.rows(List.of(batch), List.of()))
        .extracting(Inputs.Row::features)
        .containsExactly(List.of(1.0, 2.0, 1.0, 3.0), List.of(4.0, 5.0, 0.0, 6.0));
    assertThatThrownBy(
            () -> forModel(path, List.of(InputColumn.vector("q", 2), InputColumn.number("z"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks the columns [q1, q2, z]");
    assertThatThrownBy(
            () -> forModel(path, List.of(InputColumn.number("y"), InputColumn.vector("x", 2))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("y (string, which is not a number)")
        .hasMessageContaining("x (float, which is not an array of 2 numbers)");
  }

  private static InspectedInput forModel(Path path, List<InputColumn> columns) {
    Preparation preparation =
        new Preparation(
            columns,
            List.of("a", "b"),
            Standardisation.none(),
            MissingValues.refused(),
            UnknownCategories.REFUSED);
    return InspectedInput.forModel(
        spark,
        InspectedInput.AS_CONFIGURED,
        input("parquet", path),
        preparation,
        Labels.IGNORED,
        Precision.DOUBLE);
  }
}
