package org.sparkbackprop.data.source.sql;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;

/**
 * Rows that Spark SQL reads.
 *
 * @param readers the same RDD for every pass, so that a shuffle is not repeated
 * @param table the name of rows that are not in files, for messages
 * @param order the order that was given to rows of a table, for messages; empty for files
 */
public record SqlSource(
    SqlColumns columns,
    JavaRDD<RowReader> readers,
    String table,
    String order,
    List<String> warnings,
    List<String> paths)
    implements RowSource {

  /** The rows of a data set as Spark holds them. */
  static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd().toJavaRDD();
  }

  /**
   * A new session of the running SparkContext, with the settings of Spark's configuration alone. It
   * does not ignore faults of files.
   */
  public static SparkSession session() {
    SparkSession session = SparkSession.builder().getOrCreate().newSession();
    session.conf().set("spark.sql.files.ignoreCorruptFiles", "false");
    session.conf().set("spark.sql.files.ignoreMissingFiles", "false");
    // CHAR(n) is read as stored, and its blanks are trimmed later
    session.conf().set("spark.sql.readSideCharPadding", "false");
    session.conf().set("parquet.page.verify-checksum.enabled", "true");
    return session;
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public boolean hasOrder() {
    return order.isEmpty();
  }

  @Override
  public String where(SplitId place, long position) {
    String where = place.file().isEmpty() ? table : place.file();
    return position == 0 ? where : "%s, row %s%s".formatted(where, position, order);
  }
}
