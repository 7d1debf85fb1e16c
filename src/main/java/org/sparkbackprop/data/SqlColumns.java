package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;

/**
 * The columns that are selected of a table of Spark SQL, in their order, and what is done with
 * each.
 *
 * @param shape of the rows
 * @param columns that are selected
 * @param identities what is selected behind them, as numbers or texts, to divide the rows
 */
record SqlColumns(RowShape shape, List<Column> columns, List<Identity> identities)
    implements Serializable {

  /**
   * A column whose values divide the rows.
   *
   * @param text whether they are read as texts; else they are doubles
   * @param missing what stands for a missing one
   */
  record Identity(String name, boolean text, MissingTexts missing) implements Serializable {

    /** The values of the column of a table, as they are read. */
    org.apache.spark.sql.Column values(StructType schema, org.apache.spark.sql.Column column) {
      if (text) {
        return column.cast("string");
      }
      boolean instants = schema.apply(name).dataType() instanceof TimestampType;
      return (instants ? functions.unix_micros(column) : column).cast("double");
    }
  }

  /**
   * A column.
   *
   * @param used what it is used for
   * @param type of its values
   * @param missing what stands for a missing one
   */
  record Column(UsedColumn used, SqlType type, MissingTexts missing) implements Serializable {

    private static Column of(UsedColumn used, SqlType type, MissingTexts missing) {
      boolean floats = type.precision() == Precision.FLOAT;
      return new Column(used, type, floats ? missing.ofFloats() : missing);
    }

    String name() {
      return used.name();
    }

    /** What is wrong with a number that is none, or infinite. */
    String notFinite(double number) {
      return Double.isInfinite(number) && !type.infinite().isEmpty()
          ? "column %s: it is %s".formatted(name(), type.infinite())
          : "column %s: %s is not a finite number".formatted(name(), number);
    }
  }

  /**
   * The columns of a table that the settings, or the model, name.
   *
   * @param rows all columns, of which some are looked at where texts are to be declared
   * @param table for messages
   * @throws DataException naming all columns that are missing, or of a type that does not fit
   */
  static SqlColumns of(
      StructType schema,
      Supplier<Dataset<Row>> rows,
      InputSettings input,
      Expectation need,
      String table) {
    List<String> names = Arrays.asList(schema.fieldNames());
    requireDistinct(names, table);
    Map<String, SqlType> types = new LinkedHashMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name(), SqlType.of(field));
    }
    return of(schema, types, rows, input, need, table);
  }

  /** The same where the types are not those of the schema alone. */
  static SqlColumns of(
      StructType schema,
      Map<String, SqlType> types,
      Supplier<Dataset<Row>> rows,
      InputSettings input,
      Expectation need,
      String table) {
    List<String> names = List.copyOf(types.keySet());
    Undeclared undeclared = new Undeclared();
    TableColumns found =
        TableColumns.of(
            names, name -> undeclared.column(name, types.get(name)), input, need, table);
    undeclared.requireNone(table, rows, input);
    List<Column> columns = new ArrayList<>();
    List<String> unfit = new ArrayList<>();
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (UsedColumn used : UsedColumn.of(found, names, table)) {
      SqlType type = types.get(used.name());
      columns.add(Column.of(used, type, missing));
      if (!type.fits(used.use())) {
        unfit.add("%s (%s, which is no %s)".formatted(used.name(), type.name(), wanted(used)));
      }
    }
    if (!unfit.isEmpty()) {
      throw new DataException(
          "%s: the types of some columns do not fit what is made of them: %s"
              .formatted(table, TableColumns.some(unfit)));
    }
    return new SqlColumns(
        RowShape.ofTable(found.features(), input.layout()).with(need.identity()),
        List.copyOf(columns),
        need.identity().names().stream()
            .map(n -> identity(schema.apply(n), missing, table))
            .toList());
  }

  /** Numbers and instants, which are microseconds, go by their value; others are texts. */
  private static Identity identity(StructField field, MissingTexts missing, String table) {
    DataType type = field.dataType();
    boolean number = type instanceof NumericType || type instanceof TimestampType;
    if (!number && !(type instanceof AtomicType && !(type instanceof BinaryType))) {
      throw new DataException(
          "%s: the values of column %s (%s) cannot divide the rows into parts: they are neither numbers"
                  .formatted(table, Excerpt.of(field.name()), type.catalogString())
              + " nor texts nor times");
    }
    return new Identity(field.name(), !number, missing);
  }

  /**
   * The same columns of the same kinds, where their types are others.
   *
   * @throws DataException if a column divides the rows by numbers there, and by texts here
   */
  SqlColumns typed(
      Function<UsedColumn, SqlType> types, StructType schema, InputSettings input, String table) {
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (Identity divided : identities) {
      if (identity(schema.apply(divided.name()), missing, table).text() != divided.text()) {
        throw new DataException(
            "%s: column %s (%s), whose values divide the rows into parts, is of another kind than in"
                    .formatted(
                        table,
                        Excerpt.of(divided.name()),
                        schema.apply(divided.name()).dataType().catalogString())
                + " the first file; write the files with one type");
      }
    }
    return new SqlColumns(
        shape,
        columns.stream()
            .map(column -> Column.of(column.used(), types.apply(column.used()), missing))
            .toList(),
        identities);
  }

  private static String wanted(UsedColumn used) {
    return switch (used.use()) {
      case NUMBER -> "number";
      case WEIGHT -> "number, as a weight is";
      case TRUTH -> "truth value, number or text";
      case CATEGORY -> "name";
      case LABEL -> "name, as a label is";
      case VECTOR -> "array of %s numbers".formatted(used.size());
    };
  }

  static void requireDistinct(List<String> names, String table) {
    List<String> repeated = TableColumns.repeated(names);
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has columns of the same name: %s".formatted(table, TableColumns.some(repeated)));
    }
  }

  /** Gathers columns of whose types nobody has said what becomes of them. */
  private static final class Undeclared {

    private final List<String> texts = new ArrayList<>();
    private final List<String> vectors = new ArrayList<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    /** The column as its type declares it. */
    InputColumn column(String name, SqlType type) {
      if (type == null) { // the table lacks it, which is told elsewhere
        return InputColumn.number(name);
      }
      switch (type.kind()) {
        case TRUTH -> {
          return InputColumn.truth(name);
        }
        case TEXT -> texts.add(name);
        case ARRAY, VECTOR -> vectors.add(name);
        case OTHER -> others.put(name, type.name());
        case NUMBER -> {}
      }
      return InputColumn.number(name);
    }

    void requireNone(String table, Supplier<Dataset<Row>> rows, InputSettings input) {
      List<String> problems = new ArrayList<>();
      if (!texts.isEmpty()) {
        problems.add("%s: texts, of which input.categories makes features".formatted(some(texts)));
      }
      if (!vectors.isEmpty()) {
        problems.add(
            "%s: arrays or vectors, of which input.vectors has to say how many numbers they have, as"
                    .formatted(some(vectors))
                + " in { %s = 784 }".formatted(vectors.get(0)));
      }
      if (!others.isEmpty()) {
        problems.add("%s: of types that are no features".formatted(some(typesOfOthers())));
      }
      if (!problems.isEmpty()) {
        throw new DataException(
            "%s has columns that cannot be taken for features as they are; %s; say, for instance,"
                .formatted(table, String.join("; ", problems)),
            ColumnDiagnosis.lines(input, rows, texts, vectors, others.keySet()));
      }
    }

    private List<String> typesOfOthers() {
      return others.entrySet().stream()
          .map(other -> "%s (%s)".formatted(other.getKey(), other.getValue()))
          .toList();
    }

    private static String some(List<String> names) {
      return TableColumns.some(names);
    }
  }
}
