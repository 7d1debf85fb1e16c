package org.sparkbackprop.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows that Spark SQL reads. */
final class SqlSource implements RowSource {

  private final SqlColumns columns;
  private final JavaRDD<RowReader> readers;
  private final String table;
  private final String order;
  private final List<String> warnings;
  private final List<String> files;

  /**
   * A source.
   *
   * @param table for people, where parts are of no file
   * @param order what it was brought into, for people
   */
  private SqlSource(
      SqlColumns columns,
      JavaRDD<RowReader> readers,
      String table,
      String order,
      List<String> warnings,
      List<String> files) {
    this.columns = columns;
    this.readers = readers;
    this.table = table;
    this.order = order;
    this.warnings = warnings;
    this.files = files;
  }

  /**
   * The rows of a data set that has the columns in their order, and behind them whatever the reader
   * wants. They are the same object of Spark's for every pass, so that a shuffle is not repeated.
   */
  static SqlSource of(
      SqlColumns columns,
      Dataset<Row> rows,
      FlatMapFunction<java.util.Iterator<InternalRow>, RowReader> reading,
      String table) {
    JavaRDD<InternalRow> internal =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
    return new SqlSource(columns, internal.mapPartitions(reading), table, "", List.of(), List.of());
  }

  /** The same, of these files. */
  SqlSource of(List<String> paths) {
    return new SqlSource(columns, readers, table, order, warnings, List.copyOf(paths));
  }

  /** The rows of all sources, which have the same columns, one source behind the other. */
  static SqlSource joined(List<SqlSource> sources) {
    SqlSource first = sources.get(0);
    JavaRDD<RowReader> all =
        sources.stream().map(SqlSource::readers).reduce(JavaRDD::union).orElseThrow();
    return new SqlSource(first.columns, all, first.table, first.order, first.warnings, first.files);
  }

  /**
   * The same, where rows have no order but one that they were brought into.
   *
   * @param by what, for messages
   * @param notes of it that a user should know
   */
  SqlSource ordered(String by, List<String> notes) {
    return new SqlSource(columns, readers, table, " by " + by, List.copyOf(notes), files);
  }

  /**
   * A session of its own, which has the settings of Spark's configuration and of nobody else. It
   * uses the SparkContext that there is. No fault of a file is passed over.
   */
  static SparkSession session() {
    SparkSession session = SparkSession.builder().getOrCreate().newSession();
    session.conf().set("spark.sql.files.ignoreCorruptFiles", "false");
    session.conf().set("spark.sql.files.ignoreMissingFiles", "false");
    // the values of CHAR(n) are left as they are stored, and then have no blanks behind them
    session.conf().set("spark.sql.readSideCharPadding", "false");
    session.conf().set("parquet.page.verify-checksum.enabled", "true");
    return session;
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return readers;
  }

  @Override
  public boolean hasOrder() {
    return order.isEmpty();
  }

  @Override
  public List<String> paths() {
    return files;
  }

  @Override
  public String where(Place place, long position) {
    String where = place.file().isEmpty() ? table : place.file();
    return position == 0 ? where : "%s, row %s%s".formatted(where, position, order);
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }
}
