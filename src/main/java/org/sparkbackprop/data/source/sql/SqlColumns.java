package org.sparkbackprop.data.source.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.settings.InputSettings;

/**
 * The columns that are selected from a table of Spark SQL, in this order, and their uses.
 *
 * @param identities selected after the columns, as numbers or texts, to divide the rows
 */
public record SqlColumns(RowShape shape, List<Column> columns, List<Identity> identities)
    implements Serializable {

  /**
   * A column whose values divide the rows.
   *
   * @param text whether they are read as texts rather than doubles
   * @param missing the texts of missing values
   */
  record Identity(String name, boolean text, MissingTexts missing) implements Serializable {

    /** The values of the column as they are read. */
    org.apache.spark.sql.Column values(StructType schema, org.apache.spark.sql.Column column) {
      if (text) {
        return column.cast("string");
      }
      boolean instants = schema.apply(name).dataType() instanceof TimestampType;
      return (instants ? functions.unix_micros(column) : column).cast("double");
    }
  }

  /** A column, its use, the type of its values, and the texts of missing ones. */
  public record Column(UsedColumn used, SqlType type, MissingTexts missing)
      implements Serializable {

    private static Column of(UsedColumn used, SqlType type, MissingTexts missing) {
      boolean floats = type.precision() == Precision.FLOAT;
      return new Column(used, type, floats ? missing.ofFloats() : missing);
    }

    public String name() {
      return used.name();
    }

    /** The fault of a number that is infinite or NaN. */
    String notFinite(double number) {
      return Double.isInfinite(number) && !type.infinite().isEmpty()
          ? "column %s: it is %s".formatted(name(), type.infinite())
          : "column %s: %s is not a finite number".formatted(name(), number);
    }
  }

  /**
   * The columns of a table that the settings or the model name.
   *
   * @param rows all columns, to advise on texts that must be declared
   * @param table for messages
   * @throws DataException naming all columns that are missing or of the wrong type
   */
  public static SqlColumns of(
      StructType schema,
      Supplier<Dataset<Row>> rows,
      InputSettings input,
      RequiredColumns need,
      String table) {
    List<String> names = Arrays.asList(schema.fieldNames());
    requireDistinct(names, table);
    Map<String, SqlType> types = new LinkedHashMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name(), SqlType.of(field));
    }
    return of(schema, types, rows, input, need, table);
  }

  /** The same with given types. */
  public static SqlColumns of(
      StructType schema,
      Map<String, SqlType> types,
      Supplier<Dataset<Row>> rows,
      InputSettings input,
      RequiredColumns need,
      String table) {
    List<String> names = List.copyOf(types.keySet());
    UndeclaredColumns undeclared = new UndeclaredColumns();
    TableColumns found =
        TableColumns.of(
            names, name -> undeclared.column(name, types.get(name)), input, need, table);
    undeclared.requireNone(table, rows, input);
    List<Column> columns = new ArrayList<>();
    List<String> unfit = new ArrayList<>();
    Set<String> advice = new LinkedHashSet<>();
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (UsedColumn used : UsedColumn.of(found, names, table)) {
      SqlType type = types.get(used.name());
      columns.add(Column.of(used, type, missing));
      if (!type.fits(used.use())) {
        unfit.add("%s (%s, which is not %s)".formatted(used.name(), type.name(), wanted(used)));
        advice.add(advice(used, type));
      }
    }
    if (!unfit.isEmpty()) {
      throw new DataException(
          "%s: the types of some columns do not fit their use: %s%s"
              .formatted(table, Excerpt.some(unfit), String.join("", advice)));
    }
    return new SqlColumns(
        RowShape.ofTable(found.features(), input.layout())
            .with(need.identity())
            .with(found.shapeOfTargets()),
        List.copyOf(columns),
        need.identity().names().stream()
            .map(n -> identity(schema.apply(n), missing, table))
            .toList());
  }

  /** Numbers, and instants in microseconds, are read by value; others as texts. */
  private static Identity identity(StructField field, MissingTexts missing, String table) {
    DataType type = field.dataType();
    boolean number = type instanceof NumericType || type instanceof TimestampType;
    if (!number && !(type instanceof AtomicType && !(type instanceof BinaryType))) {
      throw new DataException(
          "%s: column %s (%s) cannot divide the rows: its values are neither numbers nor texts nor times"
              .formatted(table, Excerpt.of(field.name()), type.catalogString()));
    }
    return new Identity(field.name(), !number, missing);
  }

  /**
   * The same columns with other types of the same kinds.
   *
   * @throws DataException if a column divides the rows by numbers in one file, and by texts in
   *     another
   */
  SqlColumns typed(
      Function<UsedColumn, SqlType> types, StructType schema, InputSettings input, String table) {
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (Identity divided : identities) {
      if (identity(schema.apply(divided.name()), missing, table).text() != divided.text()) {
        throw new DataException(
            "%s: column %s (%s), which divides the rows, is of another kind than in the first file; write"
                    .formatted(
                        table,
                        Excerpt.of(divided.name()),
                        schema.apply(divided.name()).dataType().catalogString())
                + " all files with one type");
      }
    }
    return new SqlColumns(
        shape,
        columns.stream()
            .map(column -> Column.of(column.used(), types.apply(column.used()), missing))
            .toList(),
        identities);
  }

  private static String advice(UsedColumn used, SqlType type) {
    return switch (type.kind()) {
      case TEXTS ->
          used.use() == UsedColumn.Use.LABEL
              ? "; if rows have the names of several labels, set target.kind = labels"
              : "";
      case TEXT ->
          used.use() == UsedColumn.Use.TARGET
              ? "; for names of classes, set target.kind = class"
              : "";
      default -> "";
    };
  }

  private static String wanted(UsedColumn used) {
    return switch (used.use()) {
      case NUMBER -> "a number";
      case WEIGHT -> "a number, as a weight is";
      case TRUTH -> "a truth value, number or text";
      case CATEGORY -> "a name";
      case LABEL -> "a name, as a label is";
      case TARGET -> "a number to be predicted";
      case LABEL_FLAG -> "a truth value, number or text";
      case LABEL_NAMES -> "a text or an array of texts";
      case VECTOR -> "an array of %s numbers".formatted(used.size());
    };
  }

  public static void requireDistinct(List<String> names, String table) {
    List<String> repeated = TableColumns.repeated(names);
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has columns of the same name: %s".formatted(table, Excerpt.some(repeated)));
    }
  }
}
