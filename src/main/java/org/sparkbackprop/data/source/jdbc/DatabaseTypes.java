package org.sparkbackprop.data.source.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.sparkbackprop.data.columns.ColumnRole;

/**
 * How the types of a kind of database are read if Spark reads them wrong or not at all; the page
 * databases.md lists them.
 */
interface DatabaseTypes {

  /** The type of lists of DuckDB that is read; others are cast to it. */
  String DUCKDB_LIST = "DOUBLE[]";

  /** The type of arrays of H2 that is read; others are cast to it. */
  String H2_ARRAY = "DOUBLE PRECISION ARRAY";

  /**
   * How a column is read.
   *
   * @param quoted its name in a query
   */
  ColumnExpression reading(Database.Column column, ColumnRole role, String quoted);

  /** The types of the database of a URL; those of the SQL standard if it is not known. */
  static DatabaseTypes of(String url, Set<String> missingTexts) {
    return switch (kind(url)) {
      case "sqlite" -> new SqliteTypes(missingTexts);
      case "duckdb" -> DatabaseTypes::ofDuckDb;
      case "mariadb", "mysql" -> DatabaseTypes::ofMySql;
      case "postgresql" -> DatabaseTypes::ofPostgres;
      case "h2" -> DatabaseTypes::ofH2;
      default -> DatabaseTypes::ofStandard;
    };
  }

  /**
   * Properties of connections without which the driver changes values. In MariaDB and MySQL,
   * TINYINT(1) is a number rather than a truth value, and so is a year; and numbers are not sent as
   * texts, in which FLOAT has six digits.
   */
  static Map<String, String> properties(String url) {
    return kind(url).matches("mariadb|mysql")
        ? Map.of("tinyInt1isBit", "false", "yearIsDateType", "false", "useServerPrepStmts", "true")
        : Map.of();
  }

  private static String kind(String url) {
    return url.toLowerCase(Locale.ROOT).replaceFirst("^jdbc:([^:]*):.*$", "$1");
  }

  private static ColumnExpression ofStandard(
      Database.Column column, ColumnRole role, String quoted) {
    if (column.jdbcType() == Types.FLOAT
        && column.ofSpark().filter(DataTypes.FloatType::equals).isPresent()) {
      return ColumnExpression.as("DOUBLE"); // which is the standard's FLOAT
    }
    return exact(column, role);
  }

  /** The same where FLOAT has 32 bits. */
  private static ColumnExpression exact(Database.Column column, ColumnRole role) {
    if (column.ofSpark().isEmpty()) {
      return ColumnExpression.unreadable();
    }
    if (!isRounded(column, column.ofSpark().get())) {
      return ColumnExpression.plain();
    }
    return switch (role) {
      case NUMBER -> ColumnExpression.as("DOUBLE");
      case NAME -> ColumnExpression.as("STRING");
      case ORDER -> ColumnExpression.plain();
    };
  }

  /** Whether no decimal of Spark holds all numbers of a type. */
  private static boolean isRounded(Database.Column column, DataType type) {
    boolean decimal = column.jdbcType() == Types.DECIMAL || column.jdbcType() == Types.NUMERIC;
    return decimal
        && type instanceof DecimalType spark
        && (column.precision() < 1
            || column.precision() > 38
            || column.scale() < 0
            || column.scale() > column.precision()
            || spark.scale() < column.scale());
  }

  /** In DuckDB, Spark does not know unsigned integers of 64 bits, wider integers and more. */
  private static ColumnExpression ofDuckDb(Database.Column column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.matches("U?HUGEINT|BIGNUM")) {
      return switch (role) {
        case NUMBER -> ColumnExpression.cast(quoted, "DOUBLE");
        case NAME -> ColumnExpression.cast(quoted, "VARCHAR");
        case ORDER -> ColumnExpression.cast(quoted, "DECIMAL(38, 0)");
      };
    }
    if (type.equals("UBIGINT")) {
      return ColumnExpression.cast(quoted, "DECIMAL(20, 0)");
    }
    if (type.matches("(ENUM|UUID|JSON|BIT)\\b.*") && !type.endsWith("]")) {
      return ColumnExpression.cast(quoted, "VARCHAR");
    }
    String numbers =
        "(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|FLOAT|DOUBLE|DECIMAL\\(.*\\))";
    if (type.matches(numbers + "\\[\\d*\\]")) {
      return ColumnExpression.cast(quoted, DUCKDB_LIST);
    }
    if (type.startsWith("STRUCT") && !type.endsWith("]")) {
      return ColumnExpression.unreadable(); // Spark reads it as a text
    }
    return exact(column, role);
  }

  private static ColumnExpression ofMySql(Database.Column column, ColumnRole role, String quoted) {
    String type = column.typeName().toUpperCase(Locale.ROOT);
    if (type.equals("BIT") && column.precision() > 1 && column.precision() <= 64) {
      return ColumnExpression.cast(quoted, "UNSIGNED");
    }
    if (type.equals("UUID") && column.ofSpark().isEmpty()) {
      return ColumnExpression.cast(quoted, "CHAR(36)");
    }
    return exact(column, role);
  }

  private static ColumnExpression ofPostgres(
      Database.Column column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.equals("money")) {
      String number = "CAST(%s AS numeric)".formatted(quoted);
      return ColumnExpression.cast(number, role == ColumnRole.NAME ? "text" : "double precision");
    }
    if (type.equals("bit") && column.precision() > 1 && column.precision() <= 63) {
      return ColumnExpression.cast(quoted, "bigint");
    }
    if (type.equals("_numeric")) {
      return ColumnExpression.cast(quoted, "double precision[]");
    }
    return exact(column, role);
  }

  /** In H2, sums and means of doubles are decimal floats, which Spark takes for whole numbers. */
  private static ColumnExpression ofH2(Database.Column column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.startsWith("DECFLOAT") && !type.endsWith("ARRAY")) {
      return ColumnExpression.as(role == ColumnRole.NAME ? "STRING" : "DOUBLE");
    }
    if (type.startsWith("ENUM") && !type.endsWith("ARRAY")) {
      return ColumnExpression.cast(quoted, "VARCHAR");
    }
    String numbers =
        "(TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE PRECISION|NUMERIC|DECIMAL|DECFLOAT)";
    if (type.matches(numbers + "(\\(.*\\))? ARRAY(\\[\\d*\\])?")) {
      return ColumnExpression.cast(quoted, H2_ARRAY);
    }
    return ofStandard(column, role, quoted);
  }
}
