package org.sparkbackprop.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Small tables of Spark SQL. */
public final class SqlTables {

  /** What is left of Spark ML's vectors where its library is not on the class path. */
  public static final String VECTOR =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  private SqlTables() {}

  /** A table with a schema such as "x double, label string". */
  public static Dataset<Row> of(String schema, Row... rows) {
    return SparkSession.builder()
        .getOrCreate()
        .createDataFrame(Arrays.asList(rows), StructType.fromDDL(schema))
        .coalesce(1);
  }

  public static Row row(Object... values) {
    return RowFactory.create(values);
  }

  public static Row dense(Double... values) {
    return row((byte) 1, null, null, List.of(values));
  }

  public static Row sparse(int size, List<Integer> places, List<Double> values) {
    return row((byte) 0, size, places, values);
  }

  /** Writes a directory of files, and returns it. */
  public static Path write(Dataset<Row> rows, String format, Path directory) {
    rows.write().mode(SaveMode.Append).format(format).save(directory.toString());
    return directory;
  }

  /** Writes one file. */
  public static void writeFile(Dataset<Row> rows, String format, Path file) throws IOException {
    Path written = write(rows, format, file.resolveSibling("_written"));
    try (Stream<Path> files = Files.list(written)) {
      for (Path found : files.toList()) {
        if (found.toString().endsWith("." + format)) {
          Files.move(found, file);
        }
      }
    }
  }
}
