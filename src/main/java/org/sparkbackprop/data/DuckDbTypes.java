package org.sparkbackprop.data;

/** DuckDB, of whose types Spark does not know the integers of 64 bits without a sign and more. */
final class DuckDbTypes implements DatabaseTypes {

  private static final String NUMBERS =
      "(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BIGNUM|FLOAT|DOUBLE|DECIMAL\\(.*\\))";

  @Override
  public ColumnReading reading(DatabaseColumn column, ColumnRole role, String quoted) {
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
      return ColumnReading.unreadable(); // a text to Spark
    }
    return StandardTypes.exact(column, role); // FLOAT has 32 bits
  }

  private static ColumnReading wide(ColumnRole role, String quoted) {
    return switch (role) {
      case NUMBER -> cast(quoted, "DOUBLE");
      case NAME -> cast(quoted, "VARCHAR");
      case ORDER -> cast(quoted, "DECIMAL(38, 0)");
    };
  }

  private static ColumnReading cast(String quoted, String type) {
    return ColumnReading.of("CAST(%s AS %s)".formatted(quoted, type));
  }
}
