package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.SitePage;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.targets.TargetColumns;
import org.sparkbackprop.stores.MariaDbServer;
import org.sparkbackprop.stores.PostgresServer;

/**
 * The tables of the page databases.md: the databases themselves are asked whether each type becomes
 * what its row says. The cells of a row: type of a column (or {@code no type}, or {@code
 * expression}), value in SQL, what it becomes, and how.
 */
class DatabasesPageTest {

  private static final SitePage PAGE = SitePage.of("databases");

  /** Sections whose rows another test reads. */
  private static final Set<String> OF_FILES = Set.of("Files");

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

  /**
   * A database.
   *
   * @param quote what names of columns stand between
   */
  private record Database(String url, String quote, Map<String, String> options) {

    Connection connect() throws SQLException {
      return options.isEmpty()
          ? DriverManager.getConnection(url)
          : DriverManager.getConnection(url, options.get("user"), options.get("password"));
    }

    String quoted(String name) {
      return quote + name + quote;
    }
  }

  /** A row of the page; its column is named after its place. */
  private record Case(String column, String type, String value, String becomes) {

    static List<Case> of(List<List<String>> rows) {
      return IntStream.range(0, rows.size())
          .mapToObj(
              at -> {
                List<String> cells = rows.get(at);
                assertThat(cells).hasSize(4);
                return new Case("c" + at, cells.get(0), cells.get(1), cells.get(2));
              })
          .toList();
    }

    boolean isExpression() {
      return type.equals("expression");
    }

    boolean isRead() {
      return becomes.matches("(number|truth|name|vector|missing)\\b.*");
    }

    boolean isName() {
      return becomes.startsWith("name ");
    }

    boolean isVector() {
      return becomes.startsWith("vector ");
    }

    List<Double> numbers() {
      return becomes.equals("missing")
          ? List.of(Double.NaN)
          : Arrays.stream(what().split(" ")).map(Double::valueOf).toList();
    }

    String what() {
      return becomes.substring(becomes.indexOf(' ') + 1);
    }
  }

  @Test
  void everySectionHasATest() {
    assertThat(PAGE.tables().keySet())
        .containsExactlyInAnyOrder(
            "How databases are read",
            "SQLite",
            "DuckDB",
            "MariaDB and MySQL",
            "PostgreSQL",
            "H2",
            "Derby",
            "Files");
    PAGE.tables()
        .forEach(
            (section, rows) -> {
              if (!OF_FILES.contains(section) && !section.startsWith("How")) {
                assertThat(rows).as(section).isNotEmpty();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQLite", "DuckDB", "H2", "Derby"})
  void typesOfDatabasesInsideTheJvm(String section) throws SQLException {
    System.setProperty("derby.stream.error.file", directory.resolve("derby.log").toString());
    String url =
        switch (section) {
          case "SQLite" -> "jdbc:sqlite:" + directory.resolve("types.sqlite");
          case "DuckDB" -> "jdbc:duckdb:" + directory.resolve("types.duckdb");
          case "H2" -> "jdbc:h2:mem:types;DB_CLOSE_DELAY=-1";
          default -> "jdbc:derby:memory:types;create=true";
        };
    requireRows(section, new Database(url, "\"", Map.of()));
  }

  @Test
  void typesOfMariaDb() throws SQLException {
    try (MariaDbServer server = MariaDbServer.start()) {
      Map<String, String> options = Map.of("user", server.user(), "password", server.password());
      requireRows("MariaDB and MySQL", new Database(server.url(), "`", options));
      requireRows("MariaDB and MySQL", new Database(server.urlOfMySql(), "`", options));
    }
  }

  @Test
  void typesOfPostgreSql() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      Map<String, String> options = Map.of("user", server.user(), "password", server.password());
      requireRows("PostgreSQL", new Database(server.url(), "\"", options));
    }
  }

  private void requireRows(String section, Database database) throws SQLException {
    List<Case> cases = Case.of(PAGE.rows(section));
    write(database, cases);
    List<Case> read = cases.stream().filter(Case::isRead).toList();
    List<Case> others = cases.stream().filter(one -> !one.isRead()).toList();
    // what cannot be read does no harm in a table where it is ignored
    RowSource source =
        Formats.CONFIGURED.open(
            spark, input(database, cases, others), RequiredColumns.ofTraining());
    List<Object> found = values(source);
    List<Object> wanted = new ArrayList<>();
    wanted.addAll(
        read.stream().filter(one -> !one.isName()).flatMap(one -> one.numbers().stream()).toList());
    wanted.addAll(read.stream().filter(Case::isName).map(Case::what).toList());
    assertThat(found).as(section).containsExactlyElementsOf(wanted);
    for (Case one : others) {
      InputSettings input = input(database, List.of(one), List.of());
      if (one.becomes().equals("refused")) {
        assertThatThrownBy(
                () -> Formats.CONFIGURED.open(spark, input, RequiredColumns.ofTraining()))
            .as(one.toString())
            .isInstanceOf(DataException.class)
            .hasMessageContaining(one.column() + " (")
            .hasMessageContaining("input.ignore = [" + one.column() + "]");
      } else {
        assertThat(one.becomes()).isEqualTo("bad row");
        assertThat(values(Formats.CONFIGURED.open(spark, input, RequiredColumns.ofTraining())))
            .as(one.toString())
            .singleElement()
            .asString()
            .startsWith("column " + one.column() + ": ");
      }
    }
  }

  private static void write(Database database, List<Case> cases) throws SQLException {
    List<Case> stored = cases.stream().filter(one -> !one.isExpression()).toList();
    String columns =
        stored.stream()
            .map(one -> database.quoted(one.column()) + " " + one.type().replace("no type", ""))
            .collect(Collectors.joining(", "));
    String values = stored.stream().map(Case::value).collect(Collectors.joining(", "));
    String label = database.quoted("label");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      if (database.url().contains("mysql")) {
        statement.execute("DROP TABLE types");
        statement.execute("DROP TABLE big");
        statement.execute("DROP TABLE doubles");
      }
      statement.execute("CREATE TABLE types (" + columns + ", " + label + " VARCHAR(9))");
      statement.execute("INSERT INTO types VALUES (" + values + ", 'yes')");
      statement.execute("CREATE TABLE big (x BIGINT)");
      statement.execute("INSERT INTO big VALUES (1000000000000), (2000000000000)");
      statement.execute("CREATE TABLE doubles (x DOUBLE PRECISION)");
      statement.execute("INSERT INTO doubles VALUES (0.125), (0.375)");
    }
  }

  private static InputSettings input(Database database, List<Case> cases, List<Case> ignored) {
    String columns =
        cases.stream()
            .map(
                one ->
                    one.isExpression()
                        ? one.value() + " AS " + database.quoted(one.column())
                        : database.quoted(one.column()))
            .collect(Collectors.joining(", "));
    String query = "SELECT %s, %s FROM types".formatted(columns, database.quoted("label"));
    Map<String, List<String>> categories = new LinkedHashMap<>();
    cases.stream().filter(Case::isName).forEach(one -> categories.put(one.column(), List.of()));
    Map<String, Integer> vectors = new LinkedHashMap<>();
    cases.stream()
        .filter(Case::isVector)
        .forEach(one -> vectors.put(one.column(), one.numbers().size()));
    InputSettings like =
        Inputs.withColumns(
            Inputs.csv(Path.of("none")),
            new ColumnSettings(
                "label",
                Optional.empty(),
                List.of(),
                ignored.stream().map(Case::column).toList(),
                List.of(),
                categories,
                100,
                vectors,
                Set.of(""),
                List.of()));
    return new InputSettings(
        "jdbc",
        Optional.empty(),
        Optional.empty(),
        like.columns(),
        like.text(),
        new DatabaseSettings(
            Optional.empty(), Optional.of(query), Optional.of(database.url()), database.options()),
        OptionalInt.empty(),
        like.badRows(),
        InputSettings.Layout.DENSE,
        OptionalDouble.empty(),
        like.classes(),
        like.clouds(),
        TargetColumns.ofClass());
  }

  /** The numbers and categories of the only row, or its fault. */
  private static List<Object> values(RowSource source) {
    return source
        .readers()
        .flatMap(
            reader -> {
              List<Object> values = new ArrayList<>();
              while (reader.advance()) {
                if (reader.fault() != null) {
                  values.add(reader.fault());
                } else {
                  Arrays.stream(reader.row().numbers()).forEach(values::add);
                  values.addAll(Arrays.asList(reader.row().categories()));
                }
              }
              return values.iterator();
            })
        .collect();
  }
}
