package org.sparkbackprop.data.source.csv;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.settings.InputSettings;

/**
 * Comma-separated text: a file, a directory or a pattern, plain or compressed. Rows are in the
 * order of file names and lines.
 */
public final class CsvSource {

  private CsvSource() {}

  /** Finds the files, and reads the header of the first one. */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    String path = settings.path().orElseThrow();
    TextFiles files = TextFiles.of(path, spark.hadoopConfiguration());
    CsvHeader header =
        CsvHeader.of(path, files.paths(), settings, need, spark.hadoopConfiguration());
    CsvColumns columns = header.columns();
    return need.columns().isPresent() // a model names its columns: the first line is a header
        ? new TextSource(spark, files, columns.shape(), columns)
        : new TextSource(
            spark,
            files,
            columns.shape(),
            columns,
            header.notes(),
            found -> CsvFirstLine.requireHeader(columns, found, header.file()));
  }
}
