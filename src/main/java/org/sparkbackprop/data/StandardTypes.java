package org.sparkbackprop.data;

import java.sql.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** The types of SQL's standard, as any driver may have them. */
final class StandardTypes implements DatabaseTypes {

  private static final int MOST_DIGITS = 38;

  @Override
  public ColumnReading reading(DatabaseColumn column, ColumnRole role, String quoted) {
    if (column.jdbcType() == Types.FLOAT
        && column.ofSpark().filter(DataTypes.FloatType::equals).isPresent()) {
      return ColumnReading.as("DOUBLE"); // which the standard's FLOAT is, and no float
    }
    return exact(column, role);
  }

  /** The same where FLOAT has 32 bits. */
  static ColumnReading exact(DatabaseColumn column, ColumnRole role) {
    if (column.ofSpark().isEmpty()) {
      return ColumnReading.unreadable();
    }
    return isRounded(column, column.ofSpark().get()) ? rounded(role) : ColumnReading.plain();
  }

  /** Of a number that none of Spark's decimals holds. */
  static ColumnReading rounded(ColumnRole role) {
    return switch (role) {
      case NUMBER -> ColumnReading.as("DOUBLE");
      case NAME -> ColumnReading.as("STRING");
      case ORDER -> ColumnReading.plain();
    };
  }

  private static boolean isRounded(DatabaseColumn column, DataType type) {
    boolean decimal = column.jdbcType() == Types.DECIMAL || column.jdbcType() == Types.NUMERIC;
    return decimal
        && type instanceof DecimalType spark
        && (column.precision() < 1
            || column.precision() > MOST_DIGITS
            || column.scale() < 0
            || column.scale() > column.precision()
            || spark.scale() < column.scale());
  }
}
