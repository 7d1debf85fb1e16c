package org.sparkbackprop.data.source.jdbc;

import org.sparkbackprop.data.columns.ColumnRole;

/** H2, whose sums and means of doubles are decimal floats, which Spark takes for whole numbers. */
final class H2Types implements DatabaseTypes {

  private static final String NUMBERS =
      "(TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE PRECISION|NUMERIC|DECIMAL|DECFLOAT)";

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.startsWith("DECFLOAT") && !type.endsWith("ARRAY")) {
      return role == ColumnRole.NAME
          ? ColumnExpression.as("STRING")
          : ColumnExpression.as("DOUBLE");
    }
    if (type.startsWith("ENUM") && !type.endsWith("ARRAY")) {
      return ColumnExpression.of("CAST(%s AS VARCHAR)".formatted(quoted));
    }
    if (type.matches(NUMBERS + "(\\(.*\\))? ARRAY(\\[\\d*\\])?")) {
      return ColumnExpression.of("CAST(%s AS %s)".formatted(quoted, DatabaseDialects.H2_ARRAY));
    }
    return new StandardTypes().reading(column, role, quoted);
  }
}
