package org.sparkbackprop.data;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Comma-separated text: a file, a directory or a pattern, plain or compressed. Rows are in the
 * order of file names and lines.
 */
final class CsvSource implements RowSource {

  private final JavaSparkContext spark;
  private final TextFiles files;
  private final CsvColumns columns;

  private CsvSource(JavaSparkContext spark, TextFiles files, CsvColumns columns) {
    this.spark = spark;
    this.files = files;
    this.columns = columns;
  }

  /** Finds the files, and reads the header of the first one. */
  static CsvSource open(JavaSparkContext spark, InputSettings settings, Expectation need) {
    String path = settings.path().orElseThrow();
    Configuration configuration = spark.hadoopConfiguration();
    TextFiles files = TextFiles.of(path, configuration);
    return new CsvSource(
        spark, files, CsvHeader.columns(path, files.paths(), settings, need, configuration));
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return files.readers(spark, new Opening(columns));
  }

  private record Opening(CsvColumns columns) implements PartReaders.Opening<TextPart> {
    @Override
    public RowReader open(TextPart part, Configuration configuration) {
      return new CsvRowReader(columns, part, configuration);
    }
  }

  @Override
  public String where(Place place, long position) {
    return "%s, line %d".formatted(place.file(), position);
  }

  @Override
  public List<String> warnings() {
    return files.warnings();
  }
}
