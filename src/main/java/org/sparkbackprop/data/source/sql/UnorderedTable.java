package org.sparkbackprop.data.source.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.InputSettings;

/**
 * A table that has no order of its own, brought into one: by its key if the settings name one, and
 * where that says nothing, by a hash of the row and its values. The same rows are then in the same
 * order, wherever and in whatever order they are stored. A large table is in parts: with a key they
 * are ranges of it, so that all rows are in its order; without one, a hash of the row says which
 * part it is in, and rows have that order within each.
 *
 * @param name for messages
 * @param rows all columns
 * @param told what a user is told of an exception, if it is known
 */
public record UnorderedTable(
    String name, Dataset<Row> rows, Function<Exception, Optional<RuntimeException>> told) {

  private static final long ROWS_OF_A_PART = 250_000;
  private static final int MAX_PARTS = 4096;

  /**
   * Counts the rows, and sorts them, which takes a pass over the table each; with a key, those of a
   * large table take one more, which samples them.
   *
   * @throws DataException if columns are not what they must be
   */
  public SqlSource inOrder(InputSettings settings, RequiredColumns need) {
    return inOrder(settings, need, ROWS_OF_A_PART);
  }

  /** The same in parts of about so many rows at most. */
  public SqlSource inOrder(InputSettings settings, RequiredColumns need, long rowsOfPart) {
    List<String> key = settings.columns().key();
    requireKey(key);
    SqlColumns columns = SqlColumns.of(rows.schema(), () -> rows, settings, need, name);
    try {
      Dataset<Row> sorted = sorted(columns, key, rows.count(), rowsOfPart);
      return SqlSource.of(columns, sorted, new Reading(columns, hashAt(columns)), name)
          .ordered(key.isEmpty() ? "its hash" : "its key", notes(key, need));
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      Optional<RuntimeException> known = told.apply(e);
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  /** Whoever ignores labels wants the rows for predictions, which have nothing but numbers. */
  private static List<String> notes(List<String> key, RequiredColumns need) {
    if (!key.isEmpty() || need.labels() == RequiredColumns.Labels.REQUIRED) {
      return List.of();
    }
    return List.of(
        "rows of a table have no order of their own, and are numbered by a hash of them; name"
            + " input.key, and they are numbered in the key's order, by which predictions can be"
            + " joined");
  }

  private void requireKey(List<String> key) {
    StructType schema = rows.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    List<String> unfit =
        key.stream()
            .filter(
                column ->
                    !names.contains(column)
                        || !RowOrdering.isOrderable(schema.apply(column).dataType()))
            .toList();
    if (!unfit.isEmpty()) {
      throw new DataException(
          "%s has no columns %s that rows could be ordered by, as input.key says; its columns are %s%s"
              .formatted(name, unfit, Excerpt.some(names), TableColumns.meant(unfit, names)));
    }
  }

  /** A power of two, by the number of rows alone. */
  public static int parts(long rows) {
    return parts(rows, ROWS_OF_A_PART);
  }

  private static int parts(long rows, long rowsOfPart) {
    int parts = 1;
    while (parts < MAX_PARTS && rows > parts * rowsOfPart) {
      parts *= 2;
    }
    return parts;
  }

  private Dataset<Row> sorted(SqlColumns columns, List<String> key, long count, long rowsOfPart) {
    List<String> names = new ArrayList<>();
    columns.columns().forEach(column -> names.add(column.name()));
    int used = names.size();
    Stream.concat(key.stream(), columns.shape().identity().names().stream())
        .filter(column -> !names.contains(column))
        .forEach(names::add);
    String hash = unlike(names, "hash");
    Column[] values = names.stream().map(this::bytes).toArray(Column[]::new);
    List<Column> selected = new ArrayList<>(names.stream().limit(used).map(this::values).toList());
    String identity = unlike(names, "identity");
    for (SqlColumns.Identity divided : columns.identities()) {
      Column read = divided.values(rows.schema(), values(divided.name()));
      selected.add(read.as(identity + selected.size()));
    }
    if (isDividedByRow(columns)) {
      selected.add(functions.xxhash64(withoutLabel(columns)).as(identity));
      selected.add(functions.xxhash64(values).as(identity + "'"));
    }
    names.stream().skip(used).forEach(name -> selected.add(values(name)));
    selected.add(functions.xxhash64(values).as(hash));
    Dataset<Row> all = rows.select(selected.toArray(new Column[0]));
    List<Column> order = new ArrayList<>(key.stream().map(this::bytes).toList());
    order.add(column(hash));
    order.addAll(List.of(values)); // different rows may have the same hash: it passes over nulls
    int parts = parts(count, rowsOfPart);
    Dataset<Row> placed;
    if (parts == 1) {
      placed = all.repartition(1);
    } else if (key.isEmpty()) {
      placed = all.repartition(parts, column(hash));
    } else {
      placed = KeyRanges.placed(all, key, hash, parts, count);
    }
    return placed.sortWithinPartitions(order.toArray(new Column[0]));
  }

  /** A name that begins as none of these does. */
  static String unlike(List<String> names, String wanted) {
    StringBuilder name = new StringBuilder(wanted);
    while (names.stream()
        .anyMatch(other -> other.toLowerCase(Locale.ROOT).startsWith(name.toString()))) {
      name.append('\'');
    }
    return name.toString();
  }

  /** Where a hash stands that divides the rows, and behind it one that tells equal rows; or -1. */
  private static int hashAt(SqlColumns columns) {
    return isDividedByRow(columns) ? columns.columns().size() + columns.identities().size() : -1;
  }

  private static boolean isDividedByRow(SqlColumns columns) {
    return columns.shape().identity().use() == IdentityColumns.Use.OF_ROWS;
  }

  /** The values that a row is known by: a label that is corrected leaves it in its part. */
  private Column[] withoutLabel(SqlColumns columns) {
    return columns.columns().stream()
        .filter(column -> column.used().use() != UsedColumn.Use.LABEL)
        .map(column -> bytes(column.name()))
        .toArray(Column[]::new);
  }

  private Column column(String column) {
    return functions.col(SqlFiles.quoted(column));
  }

  /** The values of a CHAR(n) have no blanks behind them, whatever the table gives. */
  private Column values(String column) {
    return SqlType.isPadded(rows.schema().apply(column))
        ? SqlFiles.unpadded(column(column)).as(column)
        : column(column);
  }

  /**
   * A column whose values differ if their bytes do: texts may be equal for their collation alone.
   */
  private Column bytes(String column) {
    boolean text = rows.schema().apply(column).dataType() instanceof StringType;
    return text ? values(column).cast("binary") : column(column);
  }

  private record Reading(SqlColumns columns, int hashAt)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      SplitId place = new SplitId("", TaskContext.getPartitionId());
      RowReader reader = new SqlTableReader(columns, rows, place, hashAt);
      return List.of(reader).iterator();
    }
  }
}
