package org.sparkbackprop.data.source.jdbc;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.columns.ColumnRole;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.source.sql.SqlColumns;
import org.sparkbackprop.data.source.sql.SqlFailure;
import org.sparkbackprop.data.source.sql.SqlSource;
import org.sparkbackprop.data.source.sql.UnorderedTable;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.DatabaseSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

/** A table or a query of a database, by JDBC. */
public record DatabaseTable(DatabaseSettings settings) {

  private static final String DRIVER = "driver";

  /**
   * Queries the columns, and orders the rows.
   *
   * @throws SettingsException if there is no driver, or options or the query are refused
   * @throws StorageException if the database cannot be reached, or has no such table
   * @throws DataException if columns are missing or of the wrong type, or the query fails on its
   *     data
   */
  public static SqlSource open(JavaSparkContext spark, InputSettings input, RequiredColumns need) {
    JobGroup.READING.begin(spark.sc(), "ordering the rows of the table");
    DatabaseTable table = new DatabaseTable(input.database());
    return new UnorderedTable(table.name(), table.rows(input, need), table::told)
        .inOrder(input, need);
  }

  private String name() {
    String what = settings.table().map(name -> "table " + name).orElse("the query");
    return what + " of " + settings.shownUrl();
  }

  private Dataset<Row> rows(InputSettings input, RequiredColumns need) {
    SparkSession session = SqlSource.session();
    session.conf().set("spark.sql.caseSensitive", "true");
    try {
      DatabaseTypes types =
          DatabaseTypes.of(settings.url().orElseThrow(), input.columns().missingTexts());
      Map<String, String> options = options();
      Database database = Database.of(options);
      TypedTable typed = typed(database, types, options, input, need);
      options.putAll(typed.options(options, database.tableOrQuery(), database.dialect()));
      if (options.containsKey("dbtable")) {
        options.remove("query");
      }
      Dataset<Row> rows = session.read().format("jdbc").options(options).load();
      Dataset<Row> marked = typed.marked(rows);
      List<StructField> compared = compared(rows, marked, typed, input, need);
      new FirstRows(Database.of(options), name(), settings::withoutSecrets, compared).requireSame();
      return marked;
    } catch (DataException | SettingsException toUser) {
      throw toUser;
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw told(e).orElseGet(() -> refused(e));
    }
  }

  private Map<String, String> options() {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(settings.options());
    String url = settings.url().orElseThrow();
    options.put("url", url);
    settings.table().ifPresent(table -> options.put("dbtable", table));
    settings.query().ifPresent(query -> options.put("query", query));
    if (!options.containsKey(DRIVER)) {
      options.put(DRIVER, driver(url));
    }
    DatabaseTypes.properties(url).entrySet().stream()
        .filter(property -> !url.matches("(?is).*[?&;]" + property.getKey() + "=.*"))
        .forEach(property -> options.putIfAbsent(property.getKey(), property.getValue()));
    return options;
  }

  private TypedTable typed(
      Database database,
      DatabaseTypes types,
      Map<String, String> options,
      InputSettings input,
      RequiredColumns need)
      throws SQLException {
    List<Database.Column> columns = database.columns();
    List<String> names = columns.stream().map(Database.Column::name).toList();
    SqlColumns.requireDistinct(names, name());
    ColumnRole.Table roles = ColumnRole.Table.of(names, input, need);
    TypedTable typed = TypedTable.of(columns, roles, types, database.dialect(), options);
    List<String> keys = typed.unreadable(input.columns().key());
    if (!keys.isEmpty()) {
      throw new DataException(
          "%s cannot be ordered by %s of input.key, whose type cannot be read; cast it in input.jdbc.query"
              .formatted(name(), Excerpt.some(keys)));
    }
    return typed;
  }

  /** The columns that are used, without those that the user has given a type. */
  private List<StructField> compared(
      Dataset<Row> rows,
      Dataset<Row> marked,
      TypedTable typed,
      InputSettings input,
      RequiredColumns need) {
    Set<String> names = new LinkedHashSet<>();
    SqlColumns.of(marked.schema(), () -> marked, input, need, name())
        .columns()
        .forEach(column -> names.add(column.name()));
    names.addAll(input.columns().key());
    names.addAll(need.identity().names());
    names.removeAll(typed.ownTypes());
    return Arrays.stream(rows.schema().fields())
        .filter(field -> names.contains(field.name()) && FirstRows.isCompared(field))
        .toList();
  }

  /** DriverManager alone does not search the jars that Spark has added. */
  private String driver(String url) {
    Predicate<Driver> fits =
        driver -> {
          try {
            return driver.acceptsURL(url);
          } catch (SQLException e) {
            return false;
          }
        };
    try {
      return Stream.concat(
              ServiceLoader.load(Driver.class).stream().map(ServiceLoader.Provider::get),
              DriverManager.drivers())
          .filter(fits)
          .findFirst()
          .map(driver -> driver.getClass().getName())
          .orElseThrow(this::withoutDriver);
    } catch (ServiceConfigurationError broken) {
      throw withoutDriver();
    }
  }

  private SettingsException withoutDriver() {
    return new SettingsException(
        "there is no JDBC driver for %s; add its jar by spark.jars, and, if it does not register its"
                .formatted(settings.shownUrl())
            + " class, set input.jdbc.driver");
  }

  private SettingsException refused(Exception e) {
    return new SettingsException(
        "input.jdbc cannot be used for %s: %s"
            .formatted(settings.shownUrl(), sentence(SqlFailure.root(e))));
  }

  /** The exception for the user, without its causes, which may contain secrets. */
  private Optional<RuntimeException> told(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        return Optional.of(told(refusal));
      }
      if (cause instanceof ClassNotFoundException) {
        return Optional.of(withoutDriver());
      }
      if (cause instanceof ArithmeticException) {
        return Optional.of(
            new DataException(
                "%s has a number that does not fit the type that Spark gives its column: %s; set the type"
                        .formatted(name(), sentence(cause))
                    + " by input.jdbc.options.customSchema, or cast it in input.jdbc.query"));
      }
      if (cause instanceof AnalysisException) {
        return Optional.of(
            new DataException("%s cannot be read: %s".formatted(name(), sentence(cause))));
      }
    }
    return Optional.empty();
  }

  private RuntimeException told(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String why = sentence(e);
    if (isUnknownTable(e, state)) {
      return new StorageException(
          StorageException.Kind.NOT_FOUND, "the database has no %s: %s".formatted(name(), why));
    }
    if (state.startsWith("42") && settings.query().isPresent()) {
      return new SettingsException(
          "the database refuses %s: %s; check input.jdbc.query".formatted(name(), why));
    }
    if (state.startsWith("22")) { // data exceptions of the standard, such as a division by 0
      return new DataException("%s fails on its data: %s".formatted(name(), why));
    }
    return new StorageException(
        StorageException.Kind.FAILED,
        "reading %s failed: %s; check input.jdbc, and whether the database can be reached"
            .formatted(name(), why));
  }

  /** Whether the table is unknown, by the codes and messages of different databases. */
  private static boolean isUnknownTable(SQLException e, String state) {
    boolean oracle = e.getErrorCode() == 942;
    String message = String.valueOf(e.getMessage());
    return oracle
        || state.matches("42P01|42S02|42S04|42X05|42704|3F000|S0002")
        || message.matches("(?is).*(no such table|table .*(not found|does(n't| not) exist)).*");
  }

  private String sentence(Throwable thrown) {
    return settings.withoutSecrets(SqlFailure.sentence(thrown));
  }
}
