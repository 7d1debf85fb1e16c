package org.sparkbackprop.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
record UnorderedTable(
    String name, Dataset<Row> rows, Function<Exception, Optional<RuntimeException>> told) {

  private static final long ROWS_OF_A_PART = 250_000;
  private static final int MOST_PARTS = 4096;

  /**
   * Counts the rows, and sorts them, which takes a pass over the table each; with a key, those of a
   * large table take one more, which samples them.
   *
   * @throws DataException if columns are not what they must be
   */
  SqlSource inOrder(InputSettings settings, Expectation need) {
    return inOrder(settings, need, ROWS_OF_A_PART);
  }

  /** The same in parts of about so many rows at most. */
  SqlSource inOrder(InputSettings settings, Expectation need, long rowsOfPart) {
    List<String> key = settings.columns().key();
    requireKey(key);
    SqlColumns columns = SqlColumns.of(rows.schema(), () -> rows, settings, need, name);
    try {
      Dataset<Row> sorted = sorted(columns, key, rows.count(), rowsOfPart);
      return SqlSource.of(columns, sorted, new Reading(columns), name)
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
  private static List<String> notes(List<String> key, Expectation need) {
    if (!key.isEmpty() || need.labels() == Expectation.Labels.REQUIRED) {
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
              .formatted(name, unfit, TableColumns.some(names), TableColumns.meant(unfit, names)));
    }
  }

  /** A power of two, by the number of rows alone. */
  static int parts(long rows) {
    return parts(rows, ROWS_OF_A_PART);
  }

  private static int parts(long rows, long rowsOfPart) {
    int parts = 1;
    while (parts < MOST_PARTS && rows > parts * rowsOfPart) {
      parts *= 2;
    }
    return parts;
  }

  private Dataset<Row> sorted(SqlColumns columns, List<String> key, long count, long rowsOfPart) {
    List<String> names = new ArrayList<>();
    columns.columns().forEach(column -> names.add(column.name()));
    key.stream().filter(column -> !names.contains(column)).forEach(names::add);
    String hash = "hash";
    while (names.contains(hash)) {
      hash += "'";
    }
    Column[] values = names.stream().map(this::bytes).toArray(Column[]::new);
    List<Column> selected = new ArrayList<>(names.stream().map(this::column).toList());
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

  private Column column(String column) {
    return functions.col(SqlFiles.quoted(column));
  }

  /**
   * A column whose values differ if their bytes do: texts may be equal for their collation alone.
   */
  private Column bytes(String column) {
    boolean text = rows.schema().apply(column).dataType() instanceof StringType;
    return text ? column(column).cast("binary") : column(column);
  }

  private record Reading(SqlColumns columns)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      Place place = new Place("", TaskContext.getPartitionId());
      RowReader reader = new SqlTableReader(columns, rows, place);
      return List.of(reader).iterator();
    }
  }
}
