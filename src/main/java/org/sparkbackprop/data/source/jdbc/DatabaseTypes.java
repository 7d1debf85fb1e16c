package org.sparkbackprop.data.source.jdbc;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.data.columns.ColumnRole;

/**
 * How the types of a kind of database are read, where Spark by itself reads them wrong or not at
 * all. The page databases.md has what becomes of each.
 */
interface DatabaseTypes {

  /** The types of the database behind a URL; those of SQL's standard if it is of no known kind. */
  static DatabaseTypes of(String url, Set<String> missingTexts) {
    String kind = url.toLowerCase(Locale.ROOT).replaceFirst("^jdbc:([^:]*):.*$", "$1");
    return switch (kind) {
      case "sqlite" -> new SqliteTypes(missingTexts);
      case "duckdb" -> new DuckDbTypes();
      case "mariadb", "mysql" -> new MySqlTypes();
      case "postgresql" -> new PostgresTypes();
      case "h2" -> new H2Types();
      default -> new StandardTypes();
    };
  }

  /** Properties of connections without which the driver itself changes values. */
  default Map<String, String> properties() {
    return Map.of();
  }

  /**
   * How a column is read.
   *
   * @param quoted its name, as it stands in a query
   */
  ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted);
}
