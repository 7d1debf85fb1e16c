package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.HoldOutShares.Of;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.stores.DatabaseServer;
import org.sparkbackprop.stores.MariaDbServer;
import org.sparkbackprop.stores.PostgresServer;

/**
 * Groups, an order and a key divide the same rows in the same way, be they in files or in
 * databases, and whatever characters the names of their columns have.
 */
class HoldOutByColumnsTest {

  private static final Names PLAIN = new Names("n", "customer", "day", "label");

  private static final Names ODD =
      new Names("row \"n\".1", "customer's `name`", "day, of \"all\"", "is.it `a` label");

  /** Spark's own writer of ORC cuts a name off at its first backtick. */
  private static final Names ODD_OF_ORC =
      new Names("row \"n\".1", "customer's name", "day, of \"all\"", "is.it a label");

  private static JavaSparkContext spark;

  private static List<Line> lines;

  private static Map<Way, Parts> wanted;

  @TempDir private static Path directory;

  /** What divides the rows. */
  private enum Way {
    GROUP,
    ORDER,
    KEY
  }

  private record Names(String n, String customer, String day, String label) {

    List<String> all() {
      return List.of(n, customer, day, label);
    }
  }

  private record Line(int n, String customer, String day, String label) {

    String sql() {
      return "(%s, '%s', '%s', '%s')".formatted(n, customer, day, label);
    }
  }

  /** The numbers of the rows that are held out. */
  private record Parts(Set<Integer> validation, Set<Integer> test) {}

  @BeforeAll
  static void writeRows() throws IOException {
    spark = LocalSpark.start("local[2]");
    Random random = new Random(1);
    lines = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      String day =
          String.format(
              Locale.ROOT, "2026-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(28));
      String label = random.nextBoolean() ? "yes" : "no";
      lines.add(new Line(n, "customer-" + random.nextInt(60), day, label));
    }
    wanted = new HashMap<>();
    for (Way way : Way.values()) {
      wanted.put(way, divided(csv(PLAIN), PLAIN, way));
    }
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static InputSettings csv(Names names) throws IOException {
    String header =
        names.all().stream()
            .map(name -> '"' + name.replace("\"", "\"\"") + '"')
            .collect(Collectors.joining(","));
    Stream<String> rows =
        lines.stream().map(row -> "%s,%s,%s,%s".formatted(row.n, row.customer, row.day, row.label));
    Path file = directory.resolve(names.equals(ODD) ? "odd.csv" : "plain.csv");
    Files.write(file, Stream.concat(Stream.of(header), rows).toList());
    return Inputs.csv(file);
  }

  private static Dataset<Row> table(Names names) {
    StructType schema =
        new StructType()
            .add(names.n, DataTypes.LongType)
            .add(names.customer, DataTypes.StringType)
            .add(names.day, DataTypes.DateType)
            .add(names.label, DataTypes.StringType);
    List<Row> rows =
        lines.stream()
            .map(row -> SqlTables.row((long) row.n, row.customer, Date.valueOf(row.day), row.label))
            .toList();
    return SparkSession.builder().getOrCreate().createDataFrame(rows, schema);
  }

  private static InputSettings files(String format, int number, Names names) {
    Path path = directory.resolve(format + number);
    SqlTables.write(table(names).repartition(number), format, path);
    return Inputs.table(format, path);
  }

  private static InputSettings ofDatabase(String format, DatabaseSettings database) {
    InputSettings like = Inputs.csv(Path.of("none"));
    return new InputSettings(
        format,
        Optional.empty(),
        Optional.empty(),
        like.columns(),
        like.text(),
        database,
        OptionalInt.empty(),
        like.badRows(),
        InputSettings.Layout.AUTOMATIC,
        OptionalDouble.empty(),
        like.classes(),
        like.clouds(),
        TargetColumns.ofClass());
  }

  private static InputSettings catalog() {
    table(ODD).repartition(3).createOrReplaceGlobalTempView("divided");
    return ofDatabase("table", DatabaseSettings.ofCatalog("global_temp.divided"));
  }

  private static InputSettings database(String url, char quote, Map<String, String> options)
      throws SQLException {
    List<String> names =
        ODD.all().stream()
            .map(name -> quote + name.replace("" + quote, "" + quote + quote) + quote)
            .toList();
    try (Connection connection =
            DriverManager.getConnection(url, options.get("user"), options.get("password"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE divided (%s INTEGER, %s VARCHAR(20), %s DATE, %s VARCHAR(3))"
              .formatted(names.toArray()));
      statement.execute(
          lines.stream()
              .map(Line::sql)
              .collect(Collectors.joining(", ", "INSERT INTO divided VALUES ", "")));
    }
    return ofDatabase(
        "jdbc",
        new DatabaseSettings(Optional.of("divided"), Optional.empty(), Optional.of(url), options));
  }

  private static InputSettings of(DatabaseServer server, char quote) throws SQLException {
    return database(
        server.url(), quote, Map.of("user", server.user(), "password", server.password()));
  }

  private static Parts divided(InputSettings like, Names names, Way way) {
    InputSettings input =
        Inputs.withColumns(
            like,
            new ColumnSettings(
                names.label,
                Optional.empty(),
                List.of(names.n),
                List.of(),
                List.of(),
                Map.of(),
                100,
                Map.of(),
                Set.of(""),
                way == Way.KEY ? List.of(names.n) : List.of()));
    HoldOutSettings settings =
        new HoldOutSettings(
            new HoldOutShares(0.25, 0.125, 1, Of.EACH_CLASS),
            way == Way.GROUP ? List.of(names.customer) : List.of(),
            way == Way.ORDER ? Optional.of(names.day) : Optional.empty());
    InspectedInput inspected =
        InspectedInput.forTraining(
            spark,
            InspectedInput.AS_CONFIGURED,
            input,
            PreparationSettings.simple(),
            settings,
            Precision.DOUBLE);
    assertThat(inspected.preparation().featureNames()).containsExactly(names.n);
    assertThat(inspected.rows().used()).isEqualTo(lines.size());
    return new Parts(
        numbers(inspected, DataSubset.VALIDATION), numbers(inspected, DataSubset.TEST));
  }

  private static Set<Integer> numbers(InspectedInput inspected, DataSubset part) {
    return Inputs.rows(
            inspected.batches(part, PackingSettings.Placement.IN_ORDER, 1, new double[0]).collect(),
            inspected.preparation().classNames())
        .stream()
        .map(row -> (int) row.feature(0))
        .collect(Collectors.toSet());
  }

  private static void requireSameParts(InputSettings input, Names names) {
    for (Way way : Way.values()) {
      assertThat(divided(input, names, way)).as(way.toString()).isEqualTo(wanted.get(way));
    }
  }

  @Test
  void groupsAreWholeAndTheNewestRowsAreHeldOut() {
    Parts byGroup = wanted.get(Way.GROUP);
    Map<String, Set<Integer>> parts = new HashMap<>();
    lines.forEach(
        line ->
            parts
                .computeIfAbsent(line.customer, name -> new HashSet<>())
                .add(
                    byGroup.validation.contains(line.n)
                        ? 1
                        : byGroup.test.contains(line.n) ? 2 : 0));
    assertThat(parts.values()).allMatch(found -> found.size() == 1);
    List<String> days = lines.stream().map(Line::day).sorted().toList();
    String firstOfTest = days.get(350); // an eighth of the rows, of which those of a day are one
    String firstOfValidation = days.get(250);
    assertThat(wanted.get(Way.ORDER).test)
        .isEqualTo(newerThan(firstOfTest, wanted.get(Way.ORDER).test.size()));
    assertThat(wanted.get(Way.ORDER).test.size()).isBetween(45, 55);
    Set<Integer> both = new HashSet<>(wanted.get(Way.ORDER).test);
    both.addAll(wanted.get(Way.ORDER).validation);
    assertThat(both).isEqualTo(newerThan(firstOfValidation, both.size()));
    assertThat(both.size()).isBetween(145, 155);
    assertThat(wanted.get(Way.KEY).validation.size()).isBetween(70, 130);
  }

  /** The rows from a day on, or, if those are not so many, behind it. */
  private static Set<Integer> newerThan(String day, int count) {
    Set<Integer> from =
        lines.stream()
            .filter(line -> line.day.compareTo(day) >= 0)
            .map(Line::n)
            .collect(Collectors.toSet());
    return from.size() == count
        ? from
        : lines.stream()
            .filter(line -> line.day.compareTo(day) > 0)
            .map(Line::n)
            .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet", "parquet directory", "orc", "table"})
  void filesAndTables(String source) throws IOException {
    switch (source) {
      case "csv" -> requireSameParts(csv(ODD), ODD);
      case "parquet" -> requireSameParts(files("parquet", 1, ODD), ODD);
      case "parquet directory" -> requireSameParts(files("parquet", 4, ODD), ODD);
      case "orc" -> requireSameParts(files("orc", 2, ODD_OF_ORC), ODD_OF_ORC);
      default -> requireSameParts(catalog(), ODD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "duckdb", "h2"})
  void databasesInsideTheJvm(String source) throws SQLException {
    requireSameParts(database(url(source, "divided"), '"', Map.of()), ODD);
  }

  private static String url(String source, String name) {
    return source.equals("h2")
        ? "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(name)
        : "jdbc:%s:%s".formatted(source, directory.resolve(name + "." + source));
  }

  /** SQLite does not say a type of expressions; what divides the rows need not be numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "duckdb", "h2"})
  void whatAQueryComputesDividesRowsToo(String source) throws SQLException {
    String url = url(source, "computed");
    database(url, '"', Map.of());
    List<String> quoted =
        ODD.all().stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').toList();
    String query =
        "SELECT %s AS \"n\", %s || '' AS \"customer\", %s || '' AS \"day\", %s AS \"label\" FROM divided"
            .formatted(quoted.toArray());
    requireSameParts(
        ofDatabase(
            "jdbc",
            new DatabaseSettings(Optional.empty(), Optional.of(query), Optional.of(url), Map.of())),
        PLAIN);
  }

  @Test
  void postgreSql() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      requireSameParts(of(server, '"'), ODD);
    }
  }

  @Test
  void mariaDb() throws SQLException {
    try (MariaDbServer server = MariaDbServer.start()) {
      requireSameParts(of(server, '`'), ODD);
    }
  }
}
