package org.sparkbackprop.data.source.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparkbackprop.data.SqlTables.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.Inputs;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.SqlTables;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.Scan;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassSettings;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TextSettings;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.storage.StorageException;

/** Tables of a catalog, and the order they are brought into. */
class TableOrderTest {

  private static final String SCHEMA =
      "id bigint, x double, y double, c string, v array<double>, label string";

  private static InputSettings input(String table, String... key) {
    ColumnSettings columns =
        new ColumnSettings(
            "label",
            Optional.empty(),
            List.of(),
            List.of(key).contains("m") ? List.of("id", "m") : List.of("id"),
            List.of(),
            Map.of("c", List.of()),
            100,
            Map.of("v", 2),
            Set.of(""),
            List.of(key));
    return new InputSettings(
        "table",
        Optional.empty(),
        Optional.empty(),
        columns,
        TextSettings.csv(),
        DatabaseSettings.ofCatalog(table),
        OptionalInt.empty(),
        BadRowPolicy.quarantined(1),
        InputSettings.Layout.AUTOMATIC,
        OptionalDouble.empty(),
        ClassSettings.found(),
        Inputs.threeClouds(1),
        TargetColumns.ofClass());
  }

  /**
   * Rows of which some differ in nothing that a hash of Spark's sees, and some in nothing at all.
   */
  private static List<Row> rows(int count) {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < count; id++) {
      Double number = random.nextInt(10) * 0.1;
      boolean first = random.nextBoolean();
      String label = random.nextBoolean() ? "a" : "b";
      rows.add(
          row(
              id,
              first ? number : null,
              first ? null : number,
              random.nextBoolean() ? "p" : "q",
              List.of(1.0, number),
              label));
    }
    return rows;
  }

  private static List<Inputs.Row> read(JavaSparkContext spark, InputSettings input) {
    PreparationSettings minusOne =
        new PreparationSettings(
            org.sparkbackprop.model.Standardisation.Method.DIVIDE,
            org.sparkbackprop.model.MissingValues.Policy.CONSTANT,
            -1,
            org.sparkbackprop.model.Preparation.UnknownCategories.REFUSED);
    return Inputs.rows(
        Inputs.load(spark, input, minusOne, Inputs.NO_VALIDATION, Inputs.packing(3)));
  }

  @Test
  void theOrderDependsOnTheRowsAlone() {
    List<List<Inputs.Row>> byHash = new ArrayList<>();
    List<List<Inputs.Row>> byKey = new ArrayList<>();
    List<Row> rows = rows(1000);
    for (int cores : new int[] {1, 2, 4}) {
      try (JavaSparkContext spark = LocalSpark.start("local[" + cores + "]")) {
        Collections.shuffle(rows, new Random(cores));
        Dataset<Row> table = SqlTables.of(SCHEMA, rows.toArray(new Row[0])).repartition(3 * cores);
        table.createOrReplaceGlobalTempView("samples");
        byHash.add(read(spark, input("global_temp.samples")));
        byKey.add(read(spark, input("global_temp.samples", "id")));
      }
    }
    assertThat(byHash.get(0)).hasSize(1000);
    assertThat(byHash.get(1)).isEqualTo(byHash.get(0));
    assertThat(byHash.get(2)).isEqualTo(byHash.get(0));
    assertThat(byKey.get(1)).isEqualTo(byKey.get(0)).isNotEqualTo(byHash.get(0));
    assertThat(byKey.get(2)).isEqualTo(byKey.get(0));
  }

  @Test
  void largeTablesAreInTheOrderOfTheirKey() {
    assertThat(List.of(UnorderedTable.parts(0, 250_000), UnorderedTable.parts(250_000, 250_000)))
        .containsOnly(1);
    assertThat(UnorderedTable.parts(250_001, 250_000)).isEqualTo(2);
    assertThat(UnorderedTable.parts(1_000_001, 250_000)).isEqualTo(8);
    assertThat(UnorderedTable.parts(Long.MAX_VALUE, 250_000)).isEqualTo(4096);
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      SparkSession session = SparkSession.builder().getOrCreate();
      session
          .range(600_000)
          .selectExpr("(id * 7919) % 600000 as k", "(id * 7919) % 600000 as x", "id % 2 as label")
          .createOrReplaceGlobalTempView("many");
      InputSettings like = input("global_temp.many");
      InputSettings input = Inputs.withColumns(like, ColumnSettings.numbers("label"));
      InspectedInput byHash = Inputs.inspect(spark, input);
      assertThat(byHash.rows().used()).isEqualTo(600_000);
      assertThat(byHash.preparation().columns())
          .extracting(c -> c.name())
          .containsExactly("k", "x");
      InputSettings keyed = keyed(input, "k");
      RowSource source = Formats.CONFIGURED.open(spark, keyed, RequiredColumns.ofTraining());
      List<Integer> read =
          source.readers().map(TableOrderTest::firstNumbers).collect().stream()
              .flatMap(List::stream)
              .toList();
      assertThat(source.shape().numbers()).isEqualTo(1);
      assertThat(source.readers().getNumPartitions()).isEqualTo(4);
      assertThat(read).hasSize(600_000);
      for (int row = 0; row < 600_000; row++) {
        if (read.get(row) != row) { // millions of assertions take their time
          assertThat(read.get(row)).isEqualTo(row);
        }
      }
    }
  }

  private static List<Integer> firstNumbers(RowReader reader) {
    List<Integer> numbers = new ArrayList<>();
    while (reader.advance()) {
      numbers.add((int) reader.row().numbers()[0]);
    }
    return numbers;
  }

  @Test
  void statisticsOfLargeTablesDependOnTheRowsAlone() {
    List<Row> rows = rows(3000);
    Map<String, Set<List<Long>>> scales = new HashMap<>();
    for (int cores : new int[] {1, 3}) {
      try (JavaSparkContext spark = LocalSpark.start("local[" + cores + "]")) {
        assertThat(spark.defaultParallelism()).isEqualTo(cores);
        for (int partitions : new int[] {2, 7}) {
          Collections.shuffle(rows, new Random(partitions));
          Dataset<Row> table = SqlTables.of(SCHEMA, rows.toArray(new Row[0]));
          for (String key : List.of("id", "c", "")) {
            InputSettings input = withFeatures(input("t"), List.of("x", "y", "c", "v"), key);
            scales
                .computeIfAbsent(key, none -> new HashSet<>())
                .add(scales(spark, table.repartition(partitions), input));
          }
        }
      }
    }
    assertThat(scales).hasSize(3).allSatisfy((key, different) -> assertThat(different).hasSize(1));
    assertThat(scales.get("id")).isNotEqualTo(scales.get("")); // so that the order does matter
  }

  /** Bits of means and deviations, joined over 16 parts. */
  private static List<Long> scales(
      JavaSparkContext spark, Dataset<Row> table, InputSettings input) {
    SqlSource source =
        new UnorderedTable("t", table, e -> Optional.empty())
            .inOrder(
                input,
                RequiredColumns.ofTraining(
                    org.sparkbackprop.model.MissingValues.Policy.REFUSE,
                    HoldOutSettings.of(0.2),
                    input),
                200);
    assertThat(source.readers().getNumPartitions()).isEqualTo(16);
    RowValidator judge =
        new RowValidator(
            source.shape(),
            ClassNames.of(List.of()),
            new MissingTexts(Set.of()),
            org.sparkbackprop.model.MissingValues.Policy.MEAN,
            org.sparkbackprop.model.Preparation.UnknownCategories.REFUSED);
    Scan scan =
        new Scan(
            source.shape(),
            judge,
            HoldOut.of(spark, source, judge, HoldOutSettings.of(0.2), input),
            FeatureStatistics.Of.MOMENTS,
            100,
            1_000);
    FeatureStatistics statistics = scan.of(source).statistics().orElseThrow();
    List<Long> bits = new ArrayList<>();
    for (int j = 0; j < source.shape().numbers(); j++) {
      bits.add(Double.doubleToLongBits(statistics.mean(j)));
      bits.add(Double.doubleToLongBits(statistics.deviation(j)));
    }
    return bits;
  }

  private static InputSettings keyed(InputSettings like, String key) {
    return withFeatures(like, List.of(), key);
  }

  private static InputSettings withFeatures(InputSettings like, List<String> features, String key) {
    ColumnSettings columns = like.columns();
    return Inputs.withColumns(
        like,
        new ColumnSettings(
            columns.label(),
            columns.weight(),
            features,
            columns.ignored(),
            columns.truths(),
            columns.categories(),
            columns.maxCategories(),
            columns.vectors(),
            columns.missingTexts(),
            key.isEmpty() ? List.of() : List.of(key)));
  }

  @Test
  void unknownTablesAndKeysAreNamed() {
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      assertThatThrownBy(() -> Inputs.inspect(spark, input("samples")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("no table samples");
      assertThatThrownBy(() -> Inputs.inspect(spark, input("a.b.c.d")))
          .isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> Inputs.inspect(spark, input("not a name")))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("is not the name of a table");
      SqlTables.of(SCHEMA + ", m map<string,int>").createOrReplaceGlobalTempView("empty");
      assertThatThrownBy(() -> Inputs.inspect(spark, input("global_temp.empty", "z", "m")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot be ordered by the columns [z, m]");
    }
  }
}
