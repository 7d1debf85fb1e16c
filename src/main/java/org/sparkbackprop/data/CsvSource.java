package org.sparkbackprop.data;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Comma-separated text: a file, a directory or a pattern, plain or compressed. Rows are in the
 * order of file names and lines.
 */
final class CsvSource {

  private CsvSource() {}

  /** Finds the files, and reads the header of the first one. */
  static RowSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    String path = settings.path().orElseThrow();
    Configuration configuration = spark.hadoopConfiguration();
    TextFiles files = TextFiles.of(path, configuration);
    CsvColumns columns = CsvHeader.columns(path, files.paths(), settings, need, configuration);
    return new TextSource(spark, files, columns.shape(), new Opening(columns));
  }

  private record Opening(CsvColumns columns) implements PartReaders.Opening<TextPart> {
    @Override
    public RowReader open(TextPart part, Configuration configuration) {
      return new CsvRowReader(columns, part, configuration);
    }
  }
}
