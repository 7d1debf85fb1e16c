package org.sparkbackprop.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The least database there is: the table samples behind jdbc:rows:, with columns x and label. Where
 * the URL says rounding, doubles are whole numbers, though their texts are not; where it says
 * failing, they cannot be read.
 */
public final class RowsDriver implements Driver {

  static final String URL = "jdbc:rows:";
  static final String PASSWORD = "hush/hush";

  private static final int ROWS = 300;
  private static final List<String> COLUMNS = List.of("x", "label");
  private static final Pattern QUERY =
      Pattern.compile("SELECT\\s+(.*?)\\s+FROM\\s+(\\S+)\\s*(WHERE 1=0)?.*", Pattern.DOTALL);

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    InvocationHandler orNothing =
        (self, method, arguments) -> {
          Object answer = handler.invoke(self, method, arguments);
          return answer != null ? answer : nothing(method);
        };
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, orNothing));
  }

  private static Object nothing(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 0 : null;
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    if (url.contains("nowhere")) {
      throw new SQLException("cannot connect by " + url + " with " + properties, "08001");
    }
    if (!PASSWORD.equals(properties.getProperty("password"))) {
      throw new SQLException("wrong password " + properties.getProperty("password"), "28P01");
    }
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "prepareStatement" -> statement((String) arguments[0], url);
              case "getAutoCommit" -> true;
              default -> null;
            });
  }

  private static PreparedStatement statement(String query, String url) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) ->
            method.getName().equals("executeQuery") ? rows(query, url) : null);
  }

  private static ResultSet rows(String query, String url) throws SQLException {
    Matcher parts = QUERY.matcher(query);
    if (!parts.matches() || query.contains("oops")) {
      throw new SQLException("syntax error in " + query, "42601");
    }
    if (!parts.group(2).equals("samples") && !parts.group(2).startsWith("(")) {
      throw new SQLException("relation \"" + parts.group(2) + "\" does not exist", "42P01");
    }
    List<String> columns =
        parts.group(1).equals("*")
            ? COLUMNS
            : Arrays.stream(parts.group(1).split(",")).map(name -> name.replace("\"", "")).toList();
    int rows = parts.group(3) == null ? ROWS : 0;
    int[] row = {-1};
    return proxy(
        ResultSet.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "next" -> ++row[0] < rows;
              case "getMetaData" -> columns(columns);
              case "getDouble" -> number(Math.sin(row[0]), url);
              case "getString" -> text(columns.get((int) arguments[0] - 1), Math.sin(row[0]));
              default -> null;
            });
  }

  private static double number(double x, String url) throws SQLException {
    if (url.contains("failing")) {
      throw new SQLException("no number for a session of " + PASSWORD, "22000");
    }
    return url.contains("rounding") ? Math.rint(x) : x;
  }

  private static String text(String column, double x) {
    if (column.equals("x")) {
      return Double.toString(x);
    }
    return x > 0.2 ? "up" : "down";
  }

  private static ResultSetMetaData columns(List<String> columns) {
    return proxy(
        ResultSetMetaData.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getColumnCount" -> columns.size();
              case "getColumnLabel" -> columns.get((int) arguments[0] - 1);
              case "getColumnTypeName" -> "any";
              case "getColumnType" ->
                  columns.get((int) arguments[0] - 1).equals("x") ? Types.DOUBLE : Types.VARCHAR;
              case "getPrecision" -> 10;
              default -> null;
            });
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
