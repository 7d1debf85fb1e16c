package org.sparkbackprop.data.source.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.source.text.LineReader;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * What the first line of comma-separated files says of their columns.
 *
 * @param notes what a user should know about their names
 * @param file that it stands in
 */
public record CsvHeader(CsvColumns columns, List<String> notes, String file) {

  /**
   * The columns that the first file which is not empty has.
   *
   * @param path that the files were found by, for messages
   * @throws DataException if there is none, or its first line is not what it must be
   * @throws org.sparkbackprop.storage.StorageException if it cannot be read
   */
  public static CsvColumns columns(
      String path,
      List<String> files,
      InputSettings settings,
      RequiredColumns need,
      Configuration configuration) {
    return of(path, files, settings, need, configuration).columns();
  }

  /** The same with what a user should know about the names. */
  public static CsvHeader of(
      String path,
      List<String> files,
      InputSettings settings,
      RequiredColumns need,
      Configuration configuration) {
    for (String file : files) {
      List<String> fields = firstFields(file, settings.text(), configuration);
      if (fields != null) {
        return orComment(fields, settings, need, file);
      }
    }
    throw new DataException(path + " is empty; at least a line of column names is needed");
  }

  /** A line of comments, where none are expected, is taken for names. */
  private static CsvHeader orComment(
      List<String> fields, InputSettings settings, RequiredColumns need, String file) {
    try {
      return of(fields, settings, need, file);
    } catch (DataException e) {
      if (settings.text().syntax().comment() == CsvSyntax.NONE && fields.get(0).matches("[#%].*")) {
        char comment = fields.get(0).charAt(0);
        throw new DataException(
            "%s; if lines that begin with %s are comments, say input.comment = \"%s\""
                .formatted(e.getMessage(), comment, comment));
      }
      if (fields.stream().anyMatch(field -> field.matches("(?s).*\\r(?!\\n).*"))) {
        throw new DataException(
            e.getMessage()
                + "; the first line has carriage returns in it: if lines end in them alone, as those"
                + " of old Macs do, convert them to line feeds");
      }
      throw e;
    }
  }

  private static CsvHeader of(
      List<String> fields, InputSettings settings, RequiredColumns need, String file) {
    if (settings.text().header() == TextSettings.Header.ABSENT) {
      List<String> numbered = TableColumns.numbered(fields.size());
      CsvColumns columns = CsvColumns.of(numbered, numbered, settings, need, file);
      return new CsvHeader(columns, List.of(), file);
    }
    CsvNames names = CsvNames.of(fields, settings.columns(), need, file);
    InputSettings named = settings.with(names.settings());
    return new CsvHeader(
        CsvColumns.of(fields, names.names(), named, need, file), names.notes(), file);
  }

  /** The fields of the first line that is no comment; null if there is none. */
  private static List<String> firstFields(
      String file, TextSettings text, Configuration configuration) {
    long line = 1;
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      CsvComments comments = new CsvComments(text.syntax());
      boolean commented = false;
      for (; lines.advance(); line++) {
        requireText(lines, file, line);
        int mark =
            line > 1 ? 0 : LineRowReader.byteOrderMark(lines.bytes(), lines.from(), lines.length());
        int from = lines.from() + mark;
        int until = lines.from() + lines.length();
        if (comments.isComment(lines.bytes(), from, until)) {
          commented = true;
        } else if (!CsvComments.isBlank(lines.bytes(), from, until)) {
          extend(lines, mark, text);
          requireText(lines, file, line);
          return fields(lines, mark, text, file);
        } else if (!commented) {
          throw new DataException(
              file + " begins with a line of blanks; at least the names of columns are needed");
        }
      }
      return null;
    } catch (DataException e) {
      throw e.getMessage().startsWith(file)
          ? e
          : new DataException("%s, line %s: %s".formatted(file, line, e.getMessage()));
    } catch (IOException e) {
      if (InputFiles.isDamage(e)) {
        throw new DataException(
            "%s, line 1: the file is damaged: %s; write or fetch it again"
                .formatted(file, InputFiles.damage(e)));
      }
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Names may have line breaks, within quotes. */
  private static void extend(LineReader lines, int mark, TextSettings text) throws IOException {
    CsvQuotes quotes = new CsvQuotes(text);
    int length = mark;
    byte open = CsvQuotes.NONE;
    do {
      int until = lines.from() + lines.length();
      open = quotes.openBehind(lines.bytes(), lines.from() + length, until, open);
      length = lines.length();
    } while (open != CsvQuotes.NONE && !lines.isTooLong() && lines.extend());
  }

  private static List<String> fields(LineReader lines, int mark, TextSettings text, String file) {
    int from = lines.from() + mark;
    int until = lines.from() + lines.length();
    if (new TextDecoder(text.decoding()).word(lines.bytes(), from, until) == null) {
      throw new DataException(
          "%s begins with a line that is no text in %s; name its character set by input.charset"
              .formatted(file, text.charset()));
    }
    return CsvLine.fields(lines.bytes(), from, until, text);
  }

  /** Text in which an ASCII character takes two bytes or four has zeros among them. */
  private static void requireText(LineReader lines, String file, long line) {
    if (lines.isTooLong()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s, line %d: the line has more than %,d bytes",
              file,
              line,
              lines.length()));
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
}
