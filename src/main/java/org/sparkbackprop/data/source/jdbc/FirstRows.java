package org.sparkbackprop.data.source.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.jdbc.JdbcUtils;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.data.source.sql.SqlFailure;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import scala.collection.Iterator;

/**
 * Compares the first rows as Spark reads them with what the driver says of them, to find types that
 * Spark changes silently, in any database. Both read the same result, as two queries may return
 * rows in different orders.
 *
 * @param table for messages
 * @param shown removes secrets from a text of the driver
 * @param fields the columns to compare, as Spark reads them
 */
record FirstRows(
    Database database, String table, UnaryOperator<String> shown, List<StructField> fields) {

  private static final int ROWS = 32;

  private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1", "b'1'", "-1");
  private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0", "b'0'");

  /** Above the relative error of the nearest float. */
  private static final double TOLERANCE = 1e-6;

  /** Floats may be written with six digits. */
  private static final double TOLERANCE_OF_FLOATS = 1e-5;

  private static final String REMEDY =
      "give the column a type by input.jdbc.options.customSchema, or cast it in input.jdbc.query";

  /**
   * Requires that Spark reads the values of the driver.
   *
   * @throws DataException naming a column, and both values
   * @throws SQLException if the rows cannot be read
   */
  void requireSame() throws SQLException {
    if (fields.isEmpty()) {
      return;
    }
    try {
      if (compare(fields)) {
        requireNames();
      }
    } catch (DataException told) {
      throw told;
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      try {
        requireNames();
        for (StructField field : fields) {
          requireReadable(field);
        }
      } catch (DataException told) {
        throw told;
      } catch (Exception noExplanation) { // the query itself fails
        e.addSuppressed(noExplanation);
      }
      throw e;
    }
  }

  /** Requires that a column can be read alone; a fault of a single column is that of the query. */
  private void requireReadable(StructField field) {
    if (fields.size() == 1) {
      return;
    }
    try {
      compare(List.of(field));
    } catch (DataException told) {
      throw told;
    } catch (Exception e) {
      throw new DataException(
          "%s: column %s cannot be read as %s: %s; %s"
              .formatted(
                  table,
                  field.name(),
                  field.dataType().catalogString(),
                  shown.apply(SqlFailure.sentence(SqlFailure.root(e))),
                  REMEDY));
    }
  }

  /** Compares the rows, and returns whether every value is the name of its column. */
  private boolean compare(List<StructField> compared) throws SQLException {
    boolean[] names = new boolean[1];
    StructType schema = new StructType(compared.toArray(new StructField[0]));
    database.first(
        ROWS,
        selection(compared),
        driver -> {
          Iterator<Row> rows = JdbcUtils.resultSetToRows(driver, schema, database.dialect());
          while (rows.hasNext()) { // which moves the driver to the next row
            Row row = rows.next();
            boolean allNames = true;
            for (int c = 0; c < compared.size(); c++) {
              requireSame(compared.get(c), row.get(c), driver, c + 1);
              allNames &= compared.get(c).name().equals(row.get(c));
            }
            names[0] = allNames;
          }
        });
    return names[0];
  }

  private String selection(List<StructField> selected) {
    return selected.stream()
        .map(field -> database.dialect().quoteIdentifier(field.name()))
        .collect(Collectors.joining(", "));
  }

  private void requireSame(StructField field, Object ofSpark, ResultSet driver, int place) {
    String said;
    boolean same;
    try {
      said = driver.getString(place);
      same = isSame(field, ofSpark, said, driver, place);
    } catch (SQLException noText) {
      return;
    }
    if (!same) {
      throw new DataException(
          "%s: column %s is %s according to the driver, but Spark reads %s (%s); %s"
              .formatted(
                  table,
                  field.name(),
                  Excerpt.of(String.valueOf(said)),
                  Excerpt.of(String.valueOf(ofSpark)),
                  field.dataType().catalogString(),
                  REMEDY));
    }
  }

  private static boolean isSame(
      StructField field, Object ofSpark, String said, ResultSet driver, int place)
      throws SQLException {
    if (said == null || ofSpark == null) {
      return said == null && ofSpark == null;
    }
    if (field.dataType() instanceof StringType) {
      return said.stripTrailing().equals(ofSpark.toString().stripTrailing());
    }
    if (field.dataType() instanceof BooleanType) {
      return isSame((Boolean) ofSpark, said.strip().toLowerCase(Locale.ROOT));
    }
    double read = ((Number) ofSpark).doubleValue();
    Optional<BigDecimal> number = number(said, driver, place);
    if (number.isEmpty()) {
      return !Double.isFinite(read);
    }
    boolean isFloat = field.dataType() instanceof FloatType;
    double tolerance = isFloat ? TOLERANCE_OF_FLOATS : TOLERANCE;
    double value = number.get().doubleValue();
    return value == read
        || (isFloat && (float) value == (float) read) // subnormal floats have few digits
        || Math.abs(value - read) <= tolerance * Math.abs(value);
  }

  private static boolean isSame(boolean ofSpark, String said) {
    if (TRUE.contains(said) || FALSE.contains(said)) {
      return TRUE.contains(said) == ofSpark;
    }
    return !said.matches("[-+]?\\d+(\\.\\d*)?"); // other words cannot be compared
  }

  /** The number of the driver, from its text or else its value. */
  private static Optional<BigDecimal> number(String said, ResultSet driver, int place)
      throws SQLException {
    try {
      return Optional.of(new BigDecimal(said.strip()));
    } catch (NumberFormatException noNumber) {
      Object value = driver.getObject(place);
      if (value instanceof Boolean truth) {
        return Optional.of(truth ? BigDecimal.ONE : BigDecimal.ZERO);
      }
      if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
        return Optional.of(new BigDecimal(number.toString()));
      }
      return Optional.empty();
    }
  }

  /**
   * Requires that the database takes quoted names for columns: some take double quotes for texts,
   * and every value would be the column's name.
   */
  private void requireNames() throws SQLException {
    if (areNames(selection(fields)) && !areNames("*")) {
      throw new DataException(
          "%s: the database takes the column name %s for a text, so that every value would be the name;"
                  .formatted(table, database.dialect().quoteIdentifier(fields.get(0).name()))
              + " use a URL that Spark knows, or make double quotes enclose names, which MariaDB and"
              + " MySQL do with sessionVariables=sql_mode=ANSI_QUOTES in the URL");
    }
  }

  /** Whether every value of the compared columns is the column's name. */
  private boolean areNames(String selection) throws SQLException {
    Set<String> names = fields.stream().map(StructField::name).collect(Collectors.toSet());
    boolean[] all = {true};
    database.first(
        ROWS,
        selection,
        rows -> {
          ResultSetMetaData columns = rows.getMetaData();
          while (rows.next()) {
            for (int c = 1; c <= columns.getColumnCount(); c++) {
              String name = columns.getColumnLabel(c);
              all[0] &= !names.contains(name) || name.equals(rows.getString(c));
            }
          }
        });
    return all[0];
  }

  /** Whether values of a type can be compared with the driver's texts. */
  static boolean isCompared(StructField field) {
    return field.dataType() instanceof NumericType
        || field.dataType() instanceof BooleanType
        || field.dataType() instanceof StringType;
  }
}
