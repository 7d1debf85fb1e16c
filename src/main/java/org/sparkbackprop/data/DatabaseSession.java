package org.sparkbackprop.data;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.execution.datasources.jdbc.JDBCOptions;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.types.DataType;
import scala.jdk.javaapi.CollectionConverters;

/** A connection of the driver program's own to the database, opened and used as Spark does it. */
final class DatabaseSession implements AutoCloseable {

  private final JDBCOptions options;
  private final JdbcDialect dialect;
  private final Connection connection;

  private DatabaseSession(JDBCOptions options, JdbcDialect dialect, Connection connection) {
    this.options = options;
    this.dialect = dialect;
    this.connection = connection;
  }

  /** Connects by the options of Spark's JDBC source. */
  static DatabaseSession open(Map<String, String> options) {
    JDBCOptions ofSpark =
        new JDBCOptions(scala.collection.immutable.Map.from(CollectionConverters.asScala(options)));
    JdbcDialect dialect = DatabaseDialects.of(ofSpark.url());
    Connection connection = dialect.createConnectionFactory(ofSpark).apply(-1);
    return new DatabaseSession(ofSpark, dialect, connection);
  }

  JdbcDialect dialect() {
    return dialect;
  }

  /** The table's name, or the query as a table, as it stands behind FROM. */
  String tableOrQuery() {
    return options.tableOrQuery();
  }

  /** The columns of the table or query. */
  List<DatabaseColumn> columns() throws SQLException {
    String query = options.prepareQuery() + dialect.getSchemaQuery(options.tableOrQuery());
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setQueryTimeout(options.queryTimeout());
      try (ResultSet none = statement.executeQuery()) {
        ResultSetMetaData all = none.getMetaData();
        List<DatabaseColumn> columns = new ArrayList<>();
        for (int c = 1; c <= all.getColumnCount(); c++) {
          columns.add(
              new DatabaseColumn(
                  all.getColumnLabel(c),
                  all.getColumnType(c),
                  String.valueOf(all.getColumnTypeName(c)),
                  all.getPrecision(c),
                  all.getScale(c),
                  ofSpark(none, all, c)));
        }
        return columns;
      }
    }
  }

  /** Spark throws at the first column of a type that it does not know, so it sees one at a time. */
  private Optional<DataType> ofSpark(ResultSet rows, ResultSetMetaData all, int column) {
    ResultSetMetaData one =
        proxy(
            ResultSetMetaData.class,
            all,
            (name, arguments) -> name.equals("getColumnCount") ? 1 : null,
            arguments -> arguments == null ? null : new Object[] {column});
    ResultSet seen =
        proxy(
            ResultSet.class,
            rows,
            (name, arguments) -> name.equals("getMetaData") ? one : null,
            arguments -> arguments);
    try {
      return Optional.of(
          JdbcUtils.getSchema(connection, seen, dialect, true, false).apply(0).dataType());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      if (e instanceof SparkThrowable known
          && String.valueOf(known.getCondition()).startsWith("UNRECOGNIZED_SQL_TYPE")) {
        return Optional.empty();
      }
      throw new IllegalStateException(e);
    }
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private interface Arguments {
    Object[] of(Object[] given);
  }

  /** An object that answers some calls by itself, and passes on the others. */
  private static <T> T proxy(Class<T> type, T behind, Answer own, Arguments passed) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = own.to(method.getName(), arguments);
              if (answer != null) {
                return answer;
              }
              try {
                return method.invoke(behind, passed.of(arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  /** Does something with rows of the database. */
  interface Use {
    void rows(ResultSet rows) throws SQLException;
  }

  /**
   * Reads the first rows of a selection as Spark reads all.
   *
   * @param selection what stands between SELECT and FROM
   */
  void first(int rows, String selection, Use use) throws SQLException {
    String query =
        "%sSELECT %s FROM %s".formatted(options.prepareQuery(), selection, options.tableOrQuery());
    dialect.beforeFetch(connection, options.parameters());
    if (options.sessionInitStatement().isDefined()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(options.sessionInitStatement().get());
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(options.fetchSize());
      statement.setQueryTimeout(options.queryTimeout());
      statement.setMaxRows(rows);
      try (ResultSet result = statement.executeQuery()) {
        use.rows(result);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
