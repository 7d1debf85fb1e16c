package org.sparkbackprop.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rows of text files, a line each, in the order of file names and lines.
 *
 * @param opening makes the reader of a part
 */
record TextSource(
    JavaSparkContext spark, TextFiles files, RowShape shape, PartReaders.Opening<TextPart> opening)
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
  public String where(Place place, long position) {
    return line(place, position);
  }

  static String line(Place place, long number) {
    return "%s, line %s".formatted(place.file(), number);
  }

  @Override
  public List<String> warnings() {
    return files.warnings();
  }
}
