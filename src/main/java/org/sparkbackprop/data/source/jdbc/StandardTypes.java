package org.sparkbackprop.data.source.jdbc;

import java.sql.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.sparkbackprop.data.columns.ColumnRole;

/** The types of SQL's standard, as any driver may have them. */
final class StandardTypes implements DatabaseTypes {

  private static final int MAX_DIGITS = 38;

  @Override
  public ColumnExpression reading(DatabaseColumn column, ColumnRole role, String quoted) {
    if (column.jdbcType() == Types.FLOAT
        && column.ofSpark().filter(DataTypes.FloatType::equals).isPresent()) {
      return ColumnExpression.as("DOUBLE"); // which the standard's FLOAT is, and no float
    }
    return exact(column, role);
  }

  /** The same where FLOAT has 32 bits. */
  static ColumnExpression exact(DatabaseColumn column, ColumnRole role) {
    if (column.ofSpark().isEmpty()) {
      return ColumnExpression.unreadable();
    }
    return isRounded(column, column.ofSpark().get()) ? rounded(role) : ColumnExpression.plain();
  }

  /** Of a number that none of Spark's decimals holds. */
  static ColumnExpression rounded(ColumnRole role) {
    return switch (role) {
      case NUMBER -> ColumnExpression.as("DOUBLE");
      case NAME -> ColumnExpression.as("STRING");
      case ORDER -> ColumnExpression.plain();
    };
  }

  private static boolean isRounded(DatabaseColumn column, DataType type) {
    boolean decimal = column.jdbcType() == Types.DECIMAL || column.jdbcType() == Types.NUMERIC;
    return decimal
        && type instanceof DecimalType spark
        && (column.precision() < 1
            || column.precision() > MAX_DIGITS
            || column.scale() < 0
            || column.scale() > column.precision()
            || spark.scale() < column.scale());
  }
}
