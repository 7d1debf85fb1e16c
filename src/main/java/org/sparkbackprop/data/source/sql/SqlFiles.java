package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.source.sql.FileColumns.Trait;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.InputSettings;

/**
 * Parquet and ORC: a file, a directory or a pattern. Rows are in the order of file names, and of
 * their places within a file. Directories within that are called name=value, as Spark's partitionBy
 * writes them, make a column of that name.
 */
public final class SqlFiles {

  /** Files are split at multiples of this, whatever the number of cores. */
  private static final String PART_BYTES = String.valueOf(32 << 20);

  private SqlFiles() {}

  /**
   * Finds the files, and reads the columns of each.
   *
   * @throws DataException if one is no such file, or columns are not what they must be
   */
  public static SqlSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    List<String> paths = files(settings, spark.hadoopConfiguration());
    DirectoryColumns directories =
        DirectoryColumns.of(settings.path().orElseThrow(), paths, spark.hadoopConfiguration())
            .wanted(settings.columns(), need);
    SparkSession session = session();
    ColumnsOfFiles files =
        ColumnsOfFiles.of(spark, settings.format(), paths, ParquetFooter.Types.of(session));
    Map<String, SqlType> types = files.types();
    directories.names().forEach(name -> types.remove(name));
    directories.names().forEach(name -> types.put(name, SqlType.ofDirectory()));
    SqlColumns columns =
        SqlColumns.of(
            schema(files, directories),
            types,
            () -> first(settings.format(), files),
            settings,
            need,
            paths.get(0));
    directories.requireNumbers(columns);
    List<String> inFiles =
        Stream.concat(
                columns.columns().stream().map(SqlColumns.Column::name),
                columns.identities().stream().map(SqlColumns.Identity::name))
            .distinct()
            .filter(name -> !directories.names().contains(name))
            .toList();
    files.require(inFiles);
    List<SqlSource> sources = new ArrayList<>();
    for (ColumnsOfFiles.Group group : files.groups(inFiles)) {
      sources.add(source(session, settings, columns, group, directories));
    }
    return SqlSource.joined(sources).of(paths);
  }

  private static StructType schema(ColumnsOfFiles files, DirectoryColumns directories) {
    StructType schema = new StructType();
    for (FileColumns.Column column : files.distinct()) {
      if (!directories.names().contains(column.name())) {
        schema = schema.add(column.name(), column.type());
      }
    }
    return directories.addedTo(schema);
  }

  /** The rows of the first file, to look at its texts; what other files have beyond is null. */
  private static Dataset<Row> first(String format, ColumnsOfFiles files) {
    SparkSession session = rowByRow();
    StructType schema = new StructType();
    for (FileColumns.Column column : files.distinct()) {
      if (!(column.type() instanceof NullType)) {
        schema = schema.add(column.name(), column.type());
      }
    }
    FileColumns first = files.files().get(0);
    return session
        .read()
        .format(format(format, first.columns()))
        .schema(schema)
        .load(escaped(first.file()));
  }

  /** Spark's own, or the one for what that refuses. */
  private static String format(String format, List<FileColumns.Column> columns) {
    boolean unions = columns.stream().anyMatch(column -> column.is(Trait.BESIDE_UNIONS));
    return unions ? OrcBesideUnions.class.getName() : format;
  }

  private static SqlSource source(
      SparkSession session,
      InputSettings settings,
      SqlColumns columns,
      ColumnsOfFiles.Group group,
      DirectoryColumns directories) {
    SparkSession reading = group.has(Trait.ROW_BY_ROW) ? rowByRow() : session;
    StructType schema = new StructType();
    for (FileColumns.Column column : group.columns()) {
      boolean unread = column.type() instanceof NullType; // none of those that are selected
      schema = schema.add(column.name(), unread ? DataTypes.BinaryType : column.type());
    }
    schema = directories.addedTo(schema);
    DataFrameReader reader =
        reading.read().format(format(settings.format(), group.columns())).schema(schema);
    if (!directories.names().isEmpty()) {
      reader = reader.option("basePath", directories.base());
    }
    Dataset<Row> rows =
        reader.load(group.paths().stream().map(SqlFiles::escaped).toArray(String[]::new));
    Map<String, SqlType> types = new LinkedHashMap<>();
    group.columns().forEach(column -> types.put(column.name(), column.read()));
    SqlColumns typed =
        columns.typed(
            used ->
                directories.names().contains(used.name())
                    ? DirectoryColumns.type(used)
                    : types.get(used.name()),
            schema,
            settings,
            group.paths().get(0));
    Column[] selected = selected(typed, schema, group, directories, rows, settings);
    return SqlSource.of(typed, rows.select(selected), new Reading(typed), "");
  }

  /** A session that reads what Spark's vectorised reader does not. */
  private static SparkSession rowByRow() {
    SparkSession session = session();
    session.conf().set("spark.sql.parquet.enableVectorizedReader", "false");
    return session;
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
    List<String> found = InputFiles.matchingWithin(settings.path().orElseThrow(), configuration);
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
      throw new SettingsException(
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

  /**
   * By name alone: a data set's own columns would be looked for as the thread's session says, in
   * which case may not count.
   */
  private static Column[] selected(
      SqlColumns columns,
      StructType schema,
      ColumnsOfFiles.Group group,
      DirectoryColumns directories,
      Dataset<Row> rows,
      InputSettings settings) {
    List<Column> selected = new ArrayList<>();
    for (SqlColumns.Column column : columns.columns()) {
      Column values = values(column.name(), group);
      selected.add(
          directories.names().contains(column.name())
              ? DirectoryColumns.known(values, column, settings.columns().missingTexts())
              : values);
    }
    for (SqlColumns.Identity column : columns.identities()) {
      selected.add(column.values(schema, values(column.name(), group)));
    }
    Column file = rows.metadataColumn("_metadata");
    selected.add(file.getField("file_path"));
    selected.add(file.getField("file_block_start"));
    return selected.toArray(new Column[0]);
  }

  private static Column values(String name, ColumnsOfFiles.Group group) {
    Column values = functions.col(quoted(name));
    return group.isPadded(name) ? unpadded(values) : values;
  }

  /** The values of a CHAR(n), which are not told apart by the blanks behind them. */
  public static Column unpadded(Column values) {
    return functions.rtrim(values, functions.lit(" "));
  }

  /** A name as Spark takes it whole, with whatever dots it has. */
  public static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private record Reading(SqlColumns columns)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      RowReader reader = new SqlFileReader(columns, rows);
      return List.of(reader).iterator();
    }
  }
}
