package org.sparkbackprop.data.source.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Ascending$;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.NullsFirst$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.LazilyGeneratedOrdering;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ranges of a table's rows by key and hash: every row of a part comes before all rows of the next.
 * The borders are quantiles of a sample drawn by a hash of the row: unlike Spark's own ranges, they
 * depend on the rows alone, not on how the table is stored.
 *
 * @param key of the columns by which rows are ordered, from a whole row
 * @param ordering of keys
 * @param borders the first keys of all ranges but the first, ascending
 */
record KeyRanges(List<Expression> key, LazilyGeneratedOrdering ordering, List<InternalRow> borders)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

  private static final int SAMPLES_OF_A_RANGE = 100;

  /**
   * The rows in the partitions of their ranges, with the number of the range as the last column.
   *
   * @param key names of columns
   * @param hash name of the column with a hash of the row
   * @param parts number of ranges, or fewer if fewer rows differ
   * @param count number of rows
   */
  static Dataset<Row> placed(
      Dataset<Row> rows, List<String> key, String hash, int parts, long count) {
    KeyRanges ranges = of(rows, key, hash, parts, count);
    String part = UnorderedTable.unlike(List.of(rows.schema().fieldNames()), "range");
    StructType schema = rows.schema().add(part, DataTypes.IntegerType, false);
    JavaRDD<InternalRow> numbered = SqlSource.internal(rows).mapPartitions(ranges);
    org.apache.spark.sql.classic.Dataset<Row> placed =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows)
            .sparkSession()
            .internalCreateDataFrame(numbered.rdd(), schema, false);
    return placed.repartitionById(ranges.borders().size() + 1, SqlFiles.column(part));
  }

  private static KeyRanges of(
      Dataset<Row> rows, List<String> key, String hash, int parts, long count) {
    List<String> names = new ArrayList<>(key);
    names.add(hash);
    Column[] columns = names.stream().map(SqlFiles::column).toArray(Column[]::new);
    List<Expression> ofRow = new ArrayList<>();
    List<SortOrder> ofKey = new ArrayList<>();
    for (String name : names) {
      int place = rows.schema().fieldIndex(name);
      DataType its = rows.schema().apply(place).dataType();
      // texts are compared by their bytes, whatever their collation
      DataType type = its instanceof StringType ? DataTypes.StringType : its;
      ofRow.add(new BoundReference(place, type, true));
      ofKey.add(ascending(new BoundReference(ofKey.size(), type, true)));
    }
    LazilyGeneratedOrdering ordering = new LazilyGeneratedOrdering(seq(ofKey));
    long oneOf = Math.max(1, count / ((long) parts * SAMPLES_OF_A_RANGE));
    Column drawn = functions.pmod(columns[key.size()], functions.lit(oneOf)).equalTo(0);
    Dataset<Row> sample = rows.filter(drawn).select(columns).distinct();
    List<InternalRow> keys =
        new ArrayList<>(SqlSource.internal(sample).map(new Copying()).collect());
    Collections.sort(keys, ordering);
    return new KeyRanges(ofRow, ordering, quantiles(keys, parts));
  }

  private static SortOrder ascending(Expression column) {
    return new SortOrder(column, Ascending$.MODULE$, NullsFirst$.MODULE$, seq(List.of()));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  private static List<InternalRow> quantiles(List<InternalRow> ascending, int parts) {
    List<InternalRow> borders = new ArrayList<>();
    int last = 0; // what comes before the first key also belongs to the first range
    for (int part = 1; part < parts; part++) {
      int place = (int) ((long) part * ascending.size() / parts);
      if (place > last) {
        borders.add(ascending.get(place));
        last = place;
      }
    }
    return borders;
  }

  private record Copying() implements Function<InternalRow, InternalRow> {
    @Override
    public InternalRow call(InternalRow row) {
      return row.copy();
    }
  }

  /** The rows of a partition with the numbers of their ranges. */
  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    UnsafeProjection keyOf = UnsafeProjection.create(seq(key));
    GenericInternalRow number = new GenericInternalRow(1);
    JoinedRow joined = new JoinedRow();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        InternalRow row = rows.next();
        number.setInt(0, range(keyOf.apply(row)));
        return joined.apply(row, number);
      }
    };
  }

  /** The number of the range of a key: the number of borders at or before it. */
  private int range(InternalRow key) {
    int found = Collections.binarySearch(borders, key, ordering);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
