package org.sparkbackprop.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Finds out from the first line of comma-separated files which columns there are. */
final class CsvHeader {

  private CsvHeader() {}

  /**
   * The columns that the first file which is not empty has.
   *
   * @param path that the files were found by, for messages
   * @throws DataException if there is none, or its first line is not what it must be
   * @throws org.sparkbackprop.storage.StorageException if it cannot be read
   */
  static CsvColumns columns(
      String path,
      List<String> files,
      InputSettings settings,
      Expectation need,
      Configuration configuration) {
    for (String file : files) {
      String line = firstLine(file, settings.text(), configuration);
      if (line != null) {
        return columns(fields(line, settings.text(), file), settings, need, file);
      }
    }
    throw new DataException(path + " is empty; at least a line of column names is needed");
  }

  private static CsvColumns columns(
      List<String> line, InputSettings settings, Expectation need, String file) {
    if (settings.text().header() == TextSettings.Header.ABSENT) {
      return CsvColumns.of(TableColumns.numbered(line.size()), settings, need, file);
    }
    requireDistinct(line, file);
    CsvColumns columns = CsvColumns.of(line, settings, need, file);
    requireNames(columns, file);
    return columns;
  }

  private static List<String> fields(String line, TextSettings text, String file) {
    try {
      return CsvLine.fields(line, text.delimiter());
    } catch (DataException e) {
      throw new DataException("%s, line 1: %s".formatted(file, e.getMessage()));
    }
  }

  /** The first line without a mark; null if the file is empty. */
  private static String firstLine(String file, TextSettings text, Configuration configuration) {
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MOST_BYTES);
      if (!lines.advance()) {
        return null;
      }
      requireText(lines, file);
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
      return line;
    } catch (IOException e) {
      if (InputFiles.isDamage(e)) {
        throw new DataException(
            "%s, line 1: the file is damaged: %s; write or fetch it again"
                .formatted(file, InputFiles.damage(e)));
      }
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Text in which an ASCII character takes two bytes or four has zeros among them. */
  private static void requireText(LineReader lines, String file) {
    if (lines.isTooLong()) {
      throw new DataException(
          "%s, line 1: the line has more than %,d bytes".formatted(file, lines.length()));
    }
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
    List<String> repeated = TableColumns.repeated(names);
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has columns of the same name: %s; is its first line a row? then say"
                  .formatted(file, TableColumns.some(repeated))
              + " input.header = false");
    }
  }

  /** A row that is taken for names would be lost without a word. */
  private static void requireNames(CsvColumns columns, String file) {
    double last = Double.NEGATIVE_INFINITY;
    boolean ascending = true; // as positions and wavelengths do
    for (int c = 0; c < columns.uses().length; c++) {
      if (columns.uses()[c] == UsedColumn.Use.NUMBER) {
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
}
