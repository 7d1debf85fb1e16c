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
import java.util.function.UnaryOperator;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.execution.datasources.jdbc.JDBCOptions;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.types.DataType;
import scala.jdk.javaapi.CollectionConverters;

/** A database that the driver program queries through connections like those of Spark's tasks. */
record Database(JDBCOptions options, JdbcDialect dialect) {

  /**
   * A column of a table or query as the JDBC driver describes it.
   *
   * @param jdbcType of {@link java.sql.Types}
   * @param typeName in the database
   * @param precision digits of a number, or bits, or characters
   * @param scale digits after the point
   * @param ofSpark the type that Spark gives it; absent if it knows none
   */
  record Column(
      String name,
      int jdbcType,
      String typeName,
      int precision,
      int scale,
      Optional<DataType> ofSpark) {}

  /** The database in options of Spark's JDBC source. */
  static Database of(Map<String, String> options) {
    JDBCOptions ofSpark =
        new JDBCOptions(scala.collection.immutable.Map.from(CollectionConverters.asScala(options)));
    return new Database(ofSpark, DatabaseDialects.of(ofSpark.url()));
  }

  private Connection connect() {
    return dialect.createConnectionFactory(options).apply(-1);
  }

  /** The name of the table, or the query as a table, for a FROM clause. */
  String tableOrQuery() {
    return options.tableOrQuery();
  }

  /** The columns of the table or query. */
  List<Column> columns() throws SQLException {
    String query = options.prepareQuery() + dialect.getSchemaQuery(options.tableOrQuery());
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setQueryTimeout(options.queryTimeout());
      try (ResultSet none = statement.executeQuery()) {
        ResultSetMetaData all = none.getMetaData();
        List<Column> columns = new ArrayList<>();
        for (int c = 1; c <= all.getColumnCount(); c++) {
          columns.add(
              new Column(
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

  /** Shows Spark one column at a time, as it throws at the first type that it does not know. */
  private Optional<DataType> ofSpark(
      Connection connection, ResultSet rows, ResultSetMetaData all, int column) {
    ResultSetMetaData one =
        proxy(
            ResultSetMetaData.class,
            all,
            Map.of("getColumnCount", 1),
            arguments -> arguments == null ? null : new Object[] {column});
    ResultSet seen =
        proxy(ResultSet.class, rows, Map.of("getMetaData", one), arguments -> arguments);
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

  /** An object with the given answers to some methods, which delegates the others. */
  private static <T> T proxy(
      Class<T> type, T delegate, Map<String, Object> answers, UnaryOperator<Object[]> passed) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = answers.get(method.getName());
              if (answer != null) {
                return answer;
              }
              try {
                return method.invoke(delegate, passed.apply(arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }

  interface Use {
    void rows(ResultSet rows) throws SQLException;
  }

  /**
   * Reads the first rows of a selection as Spark reads all. Each call opens a connection: the
   * initial statement of a session may not be repeatable, and after a statement that fails
   * PostgreSQL refuses all others of the transaction.
   *
   * @param selection between SELECT and FROM
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
