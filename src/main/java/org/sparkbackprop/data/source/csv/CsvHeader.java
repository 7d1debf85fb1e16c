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
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * The columns of comma-separated files as their first line names them.
 *
 * @param notes on the names, for the user
 * @param file that has the line
 */
public record CsvHeader(CsvColumns columns, List<String> notes, String file) {

  /**
   * The header of the first file that is not empty.
   *
   * @param path of the files, for messages
   * @throws DataException if all files are empty, or the first line is wrong
   * @throws org.sparkbackprop.storage.StorageException if a file cannot be read
   */
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
    throw new DataException(path + " is empty; it needs at least a line of column names");
  }

  /** Explains a failure where the line may be a comment, or lines may end in carriage returns. */
  private static CsvHeader orComment(
      List<String> fields, InputSettings settings, RequiredColumns need, String file) {
    try {
      return of(fields, settings, need, file);
    } catch (DataException e) {
      if (settings.text().syntax().comment() == CsvSyntax.NONE && fields.get(0).matches("[#%].*")) {
        char comment = fields.get(0).charAt(0);
        throw new DataException(
            "%s; if lines that start with %s are comments, set input.comment = \"%s\""
                .formatted(e.getMessage(), comment, comment));
      }
      if (fields.stream().anyMatch(field -> field.matches("(?s).*\\r(?!\\n).*"))) {
        throw new DataException(
            e.getMessage()
                + "; the first line contains carriage returns: if lines end in them alone, as on old"
                + " Macs, convert them to line feeds");
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
    CsvNames names = CsvNames.of(fields, settings, need, file);
    InputSettings named = settings.with(names.settings());
    return new CsvHeader(
        CsvColumns.of(fields, names.names(), named, need, file), names.notes(), file);
  }

  /** The fields of the first line that is not a comment; null if there is none. */
  private static List<String> firstFields(
      String file, TextSettings text, Configuration configuration) {
    long line = 1;
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      boolean commented = false;
      for (; lines.advance(); line++) {
        requireText(lines, file);
        byte[] bytes = lines.bytes();
        if (CsvLine.isComment(bytes, lines.from(), lines.until(), text.syntax().comment())) {
          commented = true;
        } else if (LineRowReader.firstNonBlank(bytes, lines.from(), lines.until())
            < lines.until()) {
          extend(lines, text);
          requireText(lines, file);
          return fields(lines, text, file);
        } else if (!commented) {
          throw new DataException(file + " starts with a blank line; it needs column names there");
        }
      }
      return null;
    } catch (DataException e) {
      throw e.getMessage().startsWith(file)
          ? e
          : new DataException("%s, line %s: %s".formatted(file, line, e.getMessage()));
    } catch (IOException e) {
      throw TextFiles.failure(file, e);
    }
  }

  /** Appends lines while a quote is open: names may contain line breaks. */
  private static void extend(LineReader lines, TextSettings text) throws IOException {
    CsvQuotes quotes = new CsvQuotes(text);
    int done = 0;
    byte open = CsvQuotes.NONE;
    do {
      open = quotes.openBehind(lines.bytes(), lines.from() + done, lines.until(), open);
      done = lines.until() - lines.from();
    } while (open != CsvQuotes.NONE && !lines.isTooLong() && lines.extend());
  }

  private static List<String> fields(LineReader lines, TextSettings text, String file) {
    if (new TextDecoder(text.decoding()).text(lines.bytes(), lines.from(), lines.until()) == null) {
      throw new DataException(
          "the first line of %s is not valid %s; name its character set by input.charset"
              .formatted(file, text.charset()));
    }
    return CsvLine.fields(lines.bytes(), lines.from(), lines.until(), text);
  }

  /** Refuses UTF-16 and UTF-32, in which ASCII characters have zero bytes. */
  private static void requireText(LineReader lines, String file) {
    if (lines.isTooLong()) {
      throw new DataException(
          String.format(Locale.ROOT, "the line has more than %,d bytes", LineRowReader.MAX_BYTES));
    }
    for (int i = lines.from(); i < lines.until(); i++) {
      if (lines.bytes()[i] == 0) {
        throw new DataException(
            file
                + " has zero bytes in its first line: it is UTF-16, or not text; convert it to UTF-8");
      }
    }
  }
}
