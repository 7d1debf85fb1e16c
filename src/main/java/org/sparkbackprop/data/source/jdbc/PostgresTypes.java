package org.sparkbackprop.data.source.jdbc;

import org.sparkbackprop.data.columns.ColumnRole;

/** PostgreSQL. */
final class PostgresTypes implements DatabaseTypes {

  private static final int MAX_BITS = 63;

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
    String type = column.typeName();
    if (type.equals("money")) {
      String number = "CAST(%s AS numeric)".formatted(quoted);
      return ColumnExpression.of(
          "CAST(%s AS %s)"
              .formatted(number, role == ColumnRole.NAME ? "text" : "double precision"));
    }
    if (type.equals("bit") && column.precision() > 1 && column.precision() <= MAX_BITS) {
      return ColumnExpression.of("CAST(%s AS bigint)".formatted(quoted));
    }
    if (type.equals("_numeric")) {
      return ColumnExpression.of("CAST(%s AS double precision[])".formatted(quoted));
    }
    return StandardTypes.exact(column, role);
  }
}
