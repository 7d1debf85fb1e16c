package org.sparkbackprop.data;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparkbackprop.storage.StorageException;

/** A table or a query of a database, by JDBC. */
final class DatabaseTable {

  private static final String DRIVER = "driver";

  private final DatabaseSettings settings;

  private DatabaseTable(DatabaseSettings settings) {
    this.settings = settings;
  }

  /**
   * Asks the database for the columns, and brings the rows into an order.
   *
   * @throws InputSettingsException if there is no driver, or options or the query are refused
   * @throws StorageException if the database cannot be reached, or has no such table
   * @throws DataException if columns are not what they must be, or the query fails on its data
   */
  static SqlSource open(JavaSparkContext spark, InputSettings input, Expectation need) {
    JobGroup.READING.begin(spark.sc(), "bringing the rows of the table into an order");
    DatabaseTable table = new DatabaseTable(input.database());
    return new UnorderedTable(table.name(), table.rows(), table::told).inOrder(input, need);
  }

  private String name() {
    String what = settings.table().map(name -> "table " + name).orElse("the query");
    return what + " of " + settings.shownUrl();
  }

  private Dataset<Row> rows() {
    SparkSession session = SqlSource.session();
    session.conf().set("spark.sql.caseSensitive", "true");
    Map<String, String> options = new HashMap<>(settings.options());
    String url = settings.url().orElseThrow();
    options.put("url", url);
    settings.table().ifPresent(table -> options.put("dbtable", table));
    settings.query().ifPresent(query -> options.put("query", query));
    if (options.keySet().stream().noneMatch(DRIVER::equalsIgnoreCase)) {
      options.put(DRIVER, driver(url));
    }
    try {
      return session.read().format("jdbc").options(options).load();
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw told(e).orElseGet(() -> refused(e));
    }
  }

  /** Java's own search does not look into the jars of --jars. */
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

  private InputSettingsException withoutDriver() {
    return new InputSettingsException(
        "there is no JDBC driver for %s; give its jar by --jars before the command, or, where that"
                .formatted(settings.shownUrl())
            + " does not know its class by itself, also input.jdbc.driver");
  }

  private InputSettingsException refused(Exception e) {
    return new InputSettingsException(
        "input.jdbc cannot be used for %s: %s"
            .formatted(settings.shownUrl(), sentence(SqlFailure.root(e))));
  }

  /** The causes are not passed on: they may say what the settings keep to themselves. */
  private Optional<RuntimeException> told(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        return Optional.of(told(refusal));
      }
      if (cause instanceof ClassNotFoundException) {
        return Optional.of(withoutDriver());
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
      return new InputSettingsException(
          "the database refuses %s: %s; check input.jdbc.query".formatted(name(), why));
    }
    if (state.startsWith("22")) { // the standard's data exceptions, a division by 0 for instance
      return new DataException("%s fails on its data: %s".formatted(name(), why));
    }
    return new StorageException(
        StorageException.Kind.FAILED,
        "reading %s failed: %s; check input.jdbc, and that the database can be reached"
            .formatted(name(), why));
  }

  /** What databases say of a table that they do not have, in the order of the standard's codes. */
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
