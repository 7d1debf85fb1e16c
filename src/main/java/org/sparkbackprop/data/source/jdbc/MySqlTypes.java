package org.sparkbackprop.data.source.jdbc;

import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.data.columns.ColumnRole;

/** MariaDB and MySQL, by the driver of either. */
final class MySqlTypes implements DatabaseTypes {

  private static final int MAX_BITS = 64;

  /**
   * TINYINT(1) is a number, and no truth value; a year is one too; and numbers come as they are,
   * not as texts, in which FLOAT has six digits.
   */
  @Override
  public Map<String, String> properties() {
    return Map.of(
        "tinyInt1isBit", "false", "yearIsDateType", "false", "useServerPrepStmts", "true");
  }

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
    String type = column.typeName().toUpperCase(Locale.ROOT);
    if (type.equals("BIT") && column.precision() > 1 && column.precision() <= MAX_BITS) {
      return ColumnExpression.of("CAST(%s AS UNSIGNED)".formatted(quoted));
    }
    if (type.equals("UUID") && column.ofSpark().isEmpty()) {
      return ColumnExpression.of("CAST(%s AS CHAR(36))".formatted(quoted));
    }
    return StandardTypes.exact(column, role); // FLOAT has 32 bits
  }
}
