package org.sparkbackprop.data.source.jdbc;

import java.util.Locale;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.jdbc.JdbcDialects;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import scala.Option;

/** The dialects that Spark needs to read databases, registered once per JVM. */
final class DatabaseDialects {

  private static final String MARIADB = "jdbc:mariadb:";
  private static final String MYSQL = "jdbc:mysql:";

  static {
    JdbcDialects.registerDialect(new ArrayDialect("jdbc:duckdb:", DatabaseTypes.DUCKDB_LIST));
    JdbcDialects.registerDialect(new ArrayDialect("jdbc:h2:", DatabaseTypes.H2_ARRAY));
    JdbcDialects.registerDialect(new MariaDbDialect(JdbcDialects.get(MYSQL)));
  }

  private DatabaseDialects() {}

  static JdbcDialect of(String url) {
    return JdbcDialects.get(url);
  }

  private static boolean begins(String url, String start) {
    return url.toLowerCase(Locale.ROOT).startsWith(start);
  }

  /** Adds arrays of doubles to Spark's types. */
  private static final class ArrayDialect extends JdbcDialect {

    private static final long serialVersionUID = 1;

    private final String start;
    private final String typeName;

    ArrayDialect(String start, String typeName) {
      this.start = start;
      this.typeName = typeName;
    }

    @Override
    public boolean canHandle(String url) {
      return begins(url, start);
    }

    @Override
    public Option<DataType> getCatalystType(
        int jdbcType, String name, int size, MetadataBuilder metadata) {
      return name.equals(typeName)
          ? Option.apply(DataTypes.createArrayType(DataTypes.DoubleType))
          : Option.empty();
    }
  }

  /**
   * MariaDB by its own URL. Spark knows it only by the URL of MySQL, and would put names between
   * double quotes, which enclose texts there: every value of a column would be the column's name.
   */
  private static final class MariaDbDialect extends JdbcDialect {

    private static final long serialVersionUID = 1;

    private final JdbcDialect mysql;

    MariaDbDialect(JdbcDialect mysql) {
      this.mysql = mysql;
    }

    @Override
    public boolean canHandle(String url) {
      return begins(url, MARIADB);
    }

    @Override
    public String quoteIdentifier(String name) {
      return mysql.quoteIdentifier(name);
    }

    @Override
    public Option<DataType> getCatalystType(
        int jdbcType, String name, int size, MetadataBuilder metadata) {
      return mysql.getCatalystType(jdbcType, name, size, metadata);
    }
  }
}
