package org.sparkbackprop.data.source.jdbc;

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

/**
 * The database, as the driver program asks it: by connections that are opened and used as Spark's
 * tasks do it.
 */
record Database(JDBCOptions options, JdbcDialect dialect) {

  /** The database that options of Spark's JDBC source name. */
  static Database of(Map<String, String> options) {
    JDBCOptions ofSpark =
        new JDBCOptions(scala.collection.immutable.Map.from(CollectionConverters.asScala(options)));
    return new Database(ofSpark, DatabaseDialects.of(ofSpark.url()));
  }

  private Connection connect() {
    return dialect.createConnectionFactory(options).apply(-1);
  }

  /** The table's name, or the query as a table, as it stands behind FROM. */
  String tableOrQuery() {
    return options.tableOrQuery();
  }

  /** The columns of the table or query. */
  List<DatabaseColumn> columns() throws SQLException {
    String query = options.prepareQuery() + dialect.getSchemaQuery(options.tableOrQuery());
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
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
                  ofSpark(connection, none, all, c)));
        }
        return columns;
      }
    }
  }

  /** Spark throws at the first column of a type that it does not know, so it sees one at a time. */
  private Optional<DataType> ofSpark(
      Connection connection, ResultSet rows, ResultSetMetaData all, int column) {
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
   * Reads the first rows of a selection as Spark reads all. Each call has a connection of its own:
   * the initial statement of a session may be one that cannot be executed twice, and a statement
   * that fails may leave a transaction in which PostgreSQL refuses all others.
   *
   * @param selection what stands between SELECT and FROM
   */
  void first(int rows, String selection, Use use) throws SQLException {
    String query =
        "%sSELECT %s FROM %s".formatted(options.prepareQuery(), selection, options.tableOrQuery());
    try (Connection connection = connect()) {
      dialect.beforeFetch(connection, options);
      if (options.sessionInitStatement().isDefined()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(options.sessionInitStatement().get());
        }
      }
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setFetchSize(dialect.getFetchSize(options));
        statement.setQueryTimeout(options.queryTimeout());
        statement.setMaxRows(rows);
        try (ResultSet result = statement.executeQuery()) {
          use.rows(result);
        }
      }
    }
  }
}
