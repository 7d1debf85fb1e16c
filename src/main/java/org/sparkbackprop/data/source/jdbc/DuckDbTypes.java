package org.sparkbackprop.data.source.jdbc;

import org.sparkbackprop.data.columns.ColumnRole;

/** DuckDB, of whose types Spark does not know the integers of 64 bits without a sign and more. */
final class DuckDbTypes implements DatabaseTypes {

  private static final String NUMBERS =
      "(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|FLOAT|DOUBLE|DECIMAL\\(.*\\))";

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.matches("U?HUGEINT|BIGNUM")) {
      return wide(role, quoted);
    }
    if (type.equals("UBIGINT")) {
      return cast(quoted, "DECIMAL(20, 0)");
    }
    if (type.matches("(ENUM|UUID|JSON|BIT)\\b.*") && !type.endsWith("]")) {
      return cast(quoted, "VARCHAR");
    }
    if (type.matches(NUMBERS + "\\[\\d*\\]")) {
      return cast(quoted, DatabaseDialects.DUCKDB_LIST);
    }
    if (type.startsWith("STRUCT") && !type.endsWith("]")) {
      return ColumnExpression.unreadable(); // a text to Spark
    }
    return StandardTypes.exact(column, role); // FLOAT has 32 bits
  }

  private static ColumnExpression wide(ColumnRole role, String quoted) {
    return switch (role) {
      case NUMBER -> cast(quoted, "DOUBLE");
      case NAME -> cast(quoted, "VARCHAR");
      case ORDER -> cast(quoted, "DECIMAL(38, 0)");
    };
  }

  private static ColumnExpression cast(String quoted, String type) {
    return ColumnExpression.of("CAST(%s AS %s)".formatted(quoted, type));
  }
}
