package org.sparkbackprop.data.source.text;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.SplitReaders;

/**
 * Rows of text files, a line each, in the order of file names and lines.
 *
 * @param opening makes the reader of a part
 */
public record TextSource(
    JavaSparkContext spark,
    TextFiles files,
    RowShape shape,
    SplitReaders.Opening<TextSplit> opening)
    implements RowSource {

  @Override
  public JavaRDD<RowReader> readers() {
    return files.readers(spark, opening);
  }

  @Override
  public List<String> paths() {
    return files.paths();
  }

  @Override
  public String where(SplitId place, long position) {
    return line(place, position);
  }

  public static String line(SplitId place, long number) {
    return "%s, line %s".formatted(place.file(), number);
  }

  @Override
  public List<String> warnings() {
    return files.warnings();
  }
}
