package org.sparkbackprop.data.source.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
import org.sparkbackprop.data.rows.IdentityColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.InputSettings;

/**
 * Gives an order to a table, whose rows have none: by its key if the settings name one, then by a
 * hash of the row, then by the values. The same rows are then in the same order, however they are
 * stored. A large table is divided: with a key into ranges of it, so that all rows are in its
 * order; without one by a hash of the row, with rows in order within each part.
 *
 * @param name for messages
 * @param rows all columns
 * @param told the exception for the user, for exceptions that are known
 */
public record UnorderedTable(
    String name, Dataset<Row> rows, Function<Exception, Optional<RuntimeException>> told) {

  private static final long ROWS_OF_A_PART = 250_000;
  private static final int MAX_PARTS = 4096;

  /**
   * Counts and sorts the rows, which takes a pass each, and one more to sample a large table with a
   * key.
   *
   * @throws DataException if columns are missing or of the wrong type
   */
  public SqlSource inOrder(InputSettings settings, RequiredColumns need) {
    return inOrder(settings, need, ROWS_OF_A_PART);
  }

  /** The same in parts of about {@code rowsOfPart} rows at most. */
  public SqlSource inOrder(InputSettings settings, RequiredColumns need, long rowsOfPart) {
    List<String> key = settings.columns().key();
    requireKey(key);
    SqlColumns columns = SqlColumns.of(rows.schema(), () -> rows, settings, need, name);
    try {
      Dataset<Row> sorted = sorted(columns, key, rows.count(), rowsOfPart);
      return new SqlSource(
          columns,
          SqlSource.internal(sorted).mapPartitions(new Reading(columns, hashAt(columns))),
          name,
          key.isEmpty() ? " by its hash" : " by its key",
          notes(key, need),
          List.of());
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      Optional<RuntimeException> known = told.apply(e);
      if (known.isPresent()) {
        throw known.get();
      }
      throw e;
    }
  }

  /** Labels are ignored for predictions, which consist of numbers alone. */
  private static List<String> notes(List<String> key, RequiredColumns need) {
    return !key.isEmpty() || need.labels() == RequiredColumns.Labels.REQUIRED
        ? List.of()
        : List.of(
            "rows of a table have no order, and are numbered by a hash of them; with input.key, they"
                + " are numbered in the order of the key, by which predictions can be joined");
  }

  private void requireKey(List<String> key) {
    StructType schema = rows.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    Predicate<String> fits =
        column ->
            names.contains(column) && RowOrdering.isOrderable(schema.apply(column).dataType());
    List<String> unfit = key.stream().filter(fits.negate()).toList();
    if (!unfit.isEmpty()) {
      throw new DataException(
          "%s cannot be ordered by the columns %s of input.key; its columns are %s%s"
              .formatted(name, unfit, Excerpt.some(names), TableColumns.meant(unfit, names)));
    }
  }

  /** The number of parts: a power of two that depends on the number of rows alone. */
  static int parts(long rows, long rowsOfPart) {
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
    order.add(SqlFiles.column(hash));
    order.addAll(List.of(values)); // different rows may have the same hash, which skips nulls
    int parts = parts(count, rowsOfPart);
    Dataset<Row> placed =
        parts > 1 && !key.isEmpty()
            ? KeyRanges.placed(all, key, hash, parts, count)
            : parts > 1 ? all.repartition(parts, SqlFiles.column(hash)) : all.repartition(1);
    return placed.sortWithinPartitions(order.toArray(new Column[0]));
  }

  /** A name that is not a prefix of any of these. */
  static String unlike(List<String> names, String wanted) {
    StringBuilder name = new StringBuilder(wanted);
    while (names.stream()
        .anyMatch(other -> other.toLowerCase(Locale.ROOT).startsWith(name.toString()))) {
      name.append('\'');
    }
    return name.toString();
  }

  /** The position of the two hashes of {@link Rows}; -1 if rows are not divided by hash. */
  private static int hashAt(SqlColumns columns) {
    return isDividedByRow(columns) ? columns.columns().size() + columns.identities().size() : -1;
  }

  private static boolean isDividedByRow(SqlColumns columns) {
    return columns.shape().identity().use() == IdentityColumns.Use.OF_ROWS;
  }

  /** The values that divide the rows: a row with a corrected label stays in its part. */
  private Column[] withoutLabel(SqlColumns columns) {
    return columns.columns().stream()
        .filter(column -> !column.used().isTarget())
        .map(column -> bytes(column.name()))
        .toArray(Column[]::new);
  }

  /** The values of a column; those of CHAR(n) without the blanks at their end. */
  private Column values(String column) {
    return SqlType.isPadded(rows.schema().apply(column))
        ? SqlFiles.unpadded(SqlFiles.column(column)).as(column)
        : SqlFiles.column(column);
  }

  /** A column whose values are compared by their bytes, whatever their collation. */
  private Column bytes(String column) {
    boolean text = rows.schema().apply(column).dataType() instanceof StringType;
    return text ? values(column).cast("binary") : SqlFiles.column(column);
  }

  private record Reading(SqlColumns columns, int hashAt)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      return List.<RowReader>of(new Rows(columns, rows, hashAt)).iterator();
    }
  }

  /** Reads the sorted rows of a part. */
  private static final class Rows extends SqlRowReader {

    private final int hashAt;
    private long equal;
    private long rank;

    /**
     * A reader of sorted rows.
     *
     * @param hashAt the position of a hash that divides the rows, which is followed by one that
     *     equal rows share; -1 if there is none
     */
    Rows(SqlColumns columns, Iterator<InternalRow> rows, int hashAt) {
      super(columns, rows, new SplitId("", TaskContext.getPartitionId()));
      this.hashAt = hashAt;
    }

    @Override
    InternalRow next() {
      InternalRow next = rows.hasNext() ? rows.next() : null;
      if (next != null && hashAt >= 0) {
        long whole = next.getLong(hashAt + 1);
        rank = position() > 0 && whole == equal ? rank + 1 : 0;
        equal = whole;
        row().hash(CounterRandom.mix(next.getLong(hashAt) + CounterRandom.mix(rank)));
      }
      return next;
    }
  }
}
