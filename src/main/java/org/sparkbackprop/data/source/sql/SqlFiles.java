package org.sparkbackprop.data.source.sql;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.InputFileBlockHolder;
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
import org.apache.spark.unsafe.types.UTF8String;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.source.sql.FileColumns.Trait;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.InputSettings;

/**
 * Parquet and ORC: a file, a directory or a pattern. Rows are in the order of file names, and of
 * their positions in a file. Directories name=value, as Spark's partitionBy writes them, make a
 * column of that name.
 */
public final class SqlFiles {

  /** Files are split at multiples of this, whatever the number of cores. */
  private static final String SPLIT_BYTES = String.valueOf(32 << 20);

  private SqlFiles() {}

  /**
   * Finds the files, and reads the columns of each.
   *
   * @throws DataException if a file is not of the format, or columns are missing or of the wrong
   *     type
   */
  public static SqlSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    List<String> paths = files(settings, spark.hadoopConfiguration());
    DirectoryColumns directories =
        DirectoryColumns.of(settings.path().orElseThrow(), paths, spark.hadoopConfiguration())
            .wanted(settings, need);
    SparkSession session = session();
    ColumnsOfFiles files =
        ColumnsOfFiles.of(spark, settings.format(), paths, ParquetFooter.Types.of(session));
    Map<String, SqlType> types = files.types();
    types.keySet().removeAll(directories.names());
    directories.names().forEach(name -> types.put(name, SqlType.ofDirectory()));
    SqlColumns columns =
        SqlColumns.of(
            schema(files.distinct().values(), directories),
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
    JavaRDD<RowReader> readers = null;
    for (ColumnsOfFiles.Group group : files.groups(inFiles)) {
      JavaRDD<RowReader> next = readers(session, settings, columns, group, directories);
      readers = readers == null ? next : readers.union(next);
    }
    return new SqlSource(columns, readers, "", "", List.of(), List.copyOf(paths));
  }

  private static StructType schema(
      Collection<FileColumns.Column> columns, DirectoryColumns directories) {
    StructType schema = new StructType();
    for (FileColumns.Column column : columns) {
      if (!directories.names().contains(column.name())) {
        schema = schema.add(column.name(), column.type());
      }
    }
    return directories.addedTo(schema);
  }

  /** The rows of the first file, to look at its texts; columns that it lacks are null. */
  private static Dataset<Row> first(String format, ColumnsOfFiles files) {
    StructType schema = new StructType();
    for (FileColumns.Column column : files.distinct().values()) {
      if (!(column.type() instanceof NullType)) {
        schema = schema.add(column.name(), column.type());
      }
    }
    FileColumns first = files.files().get(0);
    return rowByRow()
        .read()
        .format(format(format, first.columns()))
        .schema(schema)
        .load(escaped(first.file()));
  }

  /** Spark's own format, or the one for files that it refuses. */
  private static String format(String format, List<FileColumns.Column> columns) {
    boolean unions = columns.stream().anyMatch(column -> column.is(Trait.BESIDE_UNIONS));
    return unions ? OrcBesideUnions.class.getName() : format;
  }

  private static JavaRDD<RowReader> readers(
      SparkSession session,
      InputSettings settings,
      SqlColumns columns,
      ColumnsOfFiles.Group group,
      DirectoryColumns directories) {
    SparkSession reading = group.has(Trait.ROW_BY_ROW) ? rowByRow() : session;
    StructType schema = new StructType();
    for (FileColumns.Column column : group.columns()) {
      boolean unread = column.type() instanceof NullType; // so it is not selected
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
    return SqlSource.internal(rows.select(selected)).mapPartitions(new Reading(typed));
  }

  /** A session for files that Spark's vectorised reader does not read. */
  private static SparkSession rowByRow() {
    SparkSession session = session();
    session.conf().set("spark.sql.parquet.enableVectorizedReader", "false");
    return session;
  }

  /** A session whose splits depend on the files alone. */
  private static SparkSession session() {
    SparkSession session = SqlSource.session();
    session.conf().set("spark.sql.files.maxPartitionBytes", SPLIT_BYTES);
    session.conf().set("spark.sql.files.minPartitionNum", "1");
    session.conf().set("spark.sql.caseSensitive", "true");
    // the newer readers do not tell the file of a row
    session.conf().set("spark.sql.sources.useV1SourceList", "parquet,orc");
    return session;
  }

  /**
   * The files that have rows. Spark skips empty files: Hive's tables may have them in ORC, but in
   * Parquet they are damaged.
   */
  private static List<String> files(InputSettings settings, Configuration configuration) {
    List<String> found = InputFiles.matchingWithin(settings.path().orElseThrow(), configuration);
    found.forEach(SqlFiles::requireReadableName);
    List<String> filled =
        found.stream().filter(file -> InputFiles.length(file, configuration) > 0).toList();
    if (filled.isEmpty() || (settings.format().equals("parquet") && filled.size() < found.size())) {
      String empty =
          found.stream().filter(file -> !filled.contains(file)).findFirst().orElseThrow();
      throw new DataException(empty + " is empty; write or fetch it again");
    }
    return filled;
  }

  /** Hadoop looks for the checksums of local files by names that may not contain a colon. */
  private static void requireReadableName(String file) {
    if (file.startsWith("file:") && new Path(file).getName().contains(":")) {
      throw new SettingsException(
          "input.path: Spark cannot read the local file %s, as its name contains a colon; rename it"
              .formatted(file));
    }
  }

  /** Escapes the characters of patterns, for which Spark would take names of files. */
  private static String escaped(String path) {
    return path.replaceAll("([\\[\\]{}*?\\\\])", "\\\\$1");
  }

  /**
   * Selects by name alone: a data set resolves its columns by the thread's session, which may
   * ignore case.
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
    Column values = column(name);
    return group.isPadded(name) ? unpadded(values) : values;
  }

  /** The values of a CHAR(n) without the blanks at their end, which do not count. */
  public static Column unpadded(Column values) {
    return functions.rtrim(values, functions.lit(" "));
  }

  public static Column column(String name) {
    return functions.col(quoted(name));
  }

  /** A name in quotes, whose dots are part of it. */
  public static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private record Reading(SqlColumns columns)
      implements FlatMapFunction<Iterator<InternalRow>, RowReader> {

    @Override
    public Iterator<RowReader> call(Iterator<InternalRow> rows) {
      return List.<RowReader>of(new Rows(columns, rows)).iterator();
    }
  }

  /** Reads rows of files; the file and the start of its split follow the columns. */
  private static final class Rows extends SqlRowReader {

    private final int fileAt;
    private UTF8String file;

    Rows(SqlColumns columns, Iterator<InternalRow> rows) {
      super(columns, rows, new SplitId("", 0));
      this.fileAt = columns.columns().size() + columns.identities().size();
    }

    @Override
    InternalRow next() {
      InternalRow row;
      try {
        row = rows.hasNext() ? rows.next() : null;
      } catch (Exception e) { // Scala throws checked exceptions that it does not declare
        String path = InputFileBlockHolder.getInputFilePath().toString();
        if (SqlFailure.isOfFile(e) && !path.isEmpty()) {
          move(split(path, InputFileBlockHolder.getStartOffset()));
          throw SqlFailure.inFile(e, split().file());
        }
        throw e;
      }
      if (row == null) {
        return null;
      }
      long start = row.getLong(fileAt + 1);
      UTF8String path = row.getUTF8String(fileAt);
      if (start != split().start() || !path.equals(file)) {
        file = path.copy();
        move(split(file.toString(), start));
      }
      return row;
    }

    /** The split of a path in which Spark has escaped special characters. */
    private static SplitId split(String path, long start) {
      return new SplitId(new Path(URI.create(path)).toString(), start);
    }
  }
}
