package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
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
    TextFiles files = TextFiles.of(settings.path().orElseThrow(), spark.hadoopConfiguration());
    String first = files.paths().get(0);
    List<String> line = firstLine(first, settings.text(), spark.hadoopConfiguration());
    if (settings.text().header() == TextSettings.Header.ABSENT) {
      return new CsvSource(
          spark, files, CsvColumns.of(TableColumns.numbered(line.size()), settings, need, first));
    }
    requireDistinct(line, first);
    CsvColumns columns = CsvColumns.of(line, settings, need, first);
    requireNames(columns, first);
    return new CsvSource(spark, files, columns);
  }

  private static List<String> firstLine(
      String file, TextSettings text, Configuration configuration) {
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MOST_BYTES);
      if (!lines.advance() || lines.length() == 0) {
        throw new DataException(file + " is empty; at least a line of column names is needed");
      }
      requireBytes(lines, file);
      int mark = LineRowReader.byteOrderMark(lines.bytes(), lines.from(), lines.length());
      String line =
          new Words(text.decoding())
              .word(lines.bytes(), lines.from() + mark, lines.from() + lines.length());
      if (line == null || line.isBlank()) {
        throw new DataException(
            line == null
                ? "%s begins with a line that is no text in %s; name its character set by input.charset"
                    .formatted(file, text.charset())
                : file + " begins with a line of blanks; at least the names of columns are needed");
      }
      return CsvLine.fields(line, text.delimiter());
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Text in which an ASCII character takes two bytes or four has zeros among them. */
  private static void requireBytes(LineReader lines, String file) {
    for (int i = lines.from(); i < lines.from() + lines.length(); i++) {
      if (lines.bytes()[i] == 0) {
        throw new DataException(
            file
                + " has zero bytes in its first line: it is UTF-16, or no text at all; convert it to"
                + " UTF-8");
      }
    }
  }

  private static void requireDistinct(List<String> names, String file) {
    List<String> repeated =
        names.stream().filter(name -> names.indexOf(name) != names.lastIndexOf(name)).toList();
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has columns of the same name: %s; is its first line a row? then say"
                  .formatted(file, TableColumns.some(repeated.stream().distinct().toList()))
              + " input.header = false");
    }
  }

  /** A row that is taken for names would be lost without a word. */
  private static void requireNames(CsvColumns columns, String file) {
    double last = Double.NEGATIVE_INFINITY;
    boolean ascending = true; // as positions and wavelengths do
    for (int c = 0; c < columns.uses().length; c++) {
      if (columns.uses()[c] == CsvColumns.Use.NUMBER) {
        byte[] name = columns.names().get(c).getBytes(columns.text().decoding());
        double number = DecimalParser.parse(name, 0, name.length);
        if (Double.isNaN(number)) {
          return;
        }
        ascending &= number > last;
        last = number;
      }
    }
    if (!ascending) {
      throw new DataException(
          "%s: the first line looks like a row, as all names of its features are numbers: %s; say"
                  .formatted(file, TableColumns.some(columns.names()))
              + " input.header = false");
    }
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
