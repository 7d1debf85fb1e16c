package org.sparkbackprop.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Parquet and ORC: a file, a directory or a pattern. Rows are in the order of file names, and of
 * their places within a file. The columns and their types are those of the first file.
 */
final class SqlFiles {

  /** Files are split at multiples of this, whatever the number of cores. */
  private static final String PART_BYTES = String.valueOf(32 << 20);

  private SqlFiles() {}

  /**
   * Finds the files, and reads the columns of the first one.
   *
   * @throws DataException if it is no such file, or columns are not what they must be
   */
  static SqlSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    List<String> paths = files(settings, spark.hadoopConfiguration());
    SparkSession session = session();
    StructType schema = schema(session, settings.format(), paths.get(0));
    Dataset<Row> rows =
        session
            .read()
            .format(settings.format())
            .schema(schema)
            .load(paths.stream().map(SqlFiles::escaped).toArray(String[]::new));
    SqlColumns columns = SqlColumns.of(schema, () -> rows, settings, need, paths.get(0));
    FileColumns needed =
        FileColumns.needed(settings.format(), columns, paths.get(0), spark.hadoopConfiguration());
    return SqlSource.of(
            columns,
            rows.select(selected(columns, schema, rows)),
            new Reading(
                columns,
                needed,
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()))),
            "")
        .of(paths);
  }

  /** Where a file is split depends on the files alone. */
  private static SparkSession session() {
    SparkSession session = SqlSource.session();
    session.conf().set("spark.sql.files.maxPartitionBytes", PART_BYTES);
    session.conf().set("spark.sql.files.minPartitionNum", "1");
    session.conf().set("spark.sql.caseSensitive", "true");
    // the newer readers do not say which file a row is of
    session.conf().set("spark.sql.sources.useV1SourceList", "parquet,orc");
    return session;
  }

  /**
   * The files that have rows. Spark passes over those without a byte: in ORC, Hive's tables may
   * have such; in Parquet, one is all that is left of another.
   */
  private static List<String> files(InputSettings settings, Configuration configuration) {
    List<String> found = InputFiles.matching(settings.path().orElseThrow(), configuration);
    found.forEach(SqlFiles::requireReadableName);
    List<String> filled = found.stream().filter(file -> !isEmpty(file, configuration)).toList();
    if (filled.isEmpty() || (settings.format().equals("parquet") && filled.size() < found.size())) {
      String empty =
          found.stream().filter(file -> !filled.contains(file)).findFirst().orElseThrow();
      throw new DataException(empty + " is empty; write or fetch it again");
    }
    return filled;
  }

  /** Spark asks Hadoop for a local file's checksums, whose name is no path with a colon in it. */
  private static void requireReadableName(String file) {
    if (file.startsWith("file:") && new Path(file).getName().contains(":")) {
      throw new InputSettingsException(
          "input.path: Spark cannot read the local file %s, as its name has a colon in it; rename it"
              .formatted(file));
    }
  }

  private static boolean isEmpty(String file, Configuration configuration) {
    try {
      Path path = new Path(file);
      return path.getFileSystem(configuration).getFileStatus(path).getLen() == 0;
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Spark would take names of files for patterns, if they have such characters. */
  private static String escaped(String path) {
    return path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
  }

  private static StructType schema(SparkSession session, String format, String file) {
    try {
      return session.read().format(format).load(escaped(file)).schema();
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw SqlFailure.ofFile(e, file);
    }
  }

  private static Column[] selected(SqlColumns columns, StructType schema, Dataset<Row> rows) {
    List<Column> selected = new ArrayList<>();
    columns.columns().forEach(column -> selected.add(rows.col(quoted(column.name()))));
    columns
        .identities()
        .forEach(column -> selected.add(column.values(schema, rows.col(quoted(column.name())))));
    Column file = rows.metadataColumn("_metadata");
    selected.add(file.getField("file_path"));
    selected.add(file.getField("file_block_start"));
    return selected.toArray(new Column[0]);
  }

  /** A name as Spark takes it whole, with whatever dots it has. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private record Reading(
      SqlColumns columns, FileColumns needed, Broadcast<SerializableConfiguration> configuration)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      Configuration hadoop = configuration.value().value();
      RowReader reader = new SqlFileReader(columns, rows, needed, hadoop);
      return List.of(reader).iterator();
    }
  }
}
