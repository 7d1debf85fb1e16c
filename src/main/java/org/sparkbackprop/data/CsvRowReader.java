package org.sparkbackprop.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.UsedColumn.Use;

/** Reads lines of comma-separated values, field by field from the bytes. */
final class CsvRowReader extends LineRowReader {

  private static final int NONE = -1;

  /** Characters of a number whose digits are a double exactly, a point among them or not. */
  private static final int MOST_PLAIN = 15;

  private final CsvColumns columns;
  private final byte delimiter;
  private final Charset charset;
  private final Words words;

  /** Whether numbers of some digits are taken in one go, as none stands for a missing value. */
  private final boolean quick;

  private byte[] unquoted = new byte[0];

  CsvRowReader(CsvColumns columns, TextPart part, Configuration configuration) {
    this(columns, part, configuration, MOST_BYTES);
  }

  /** A reader that takes lines of so many bytes at most. */
  CsvRowReader(CsvColumns columns, TextPart part, Configuration configuration, int most) {
    super(columns.shape(), part, columns.text().decoding(), configuration, most);
    this.columns = columns;
    this.delimiter = (byte) columns.text().delimiter();
    this.charset = columns.text().decoding();
    this.words = new Words(charset);
    this.quick = !columns.missingTexts().hasNumbers();
  }

  @Override
  boolean isHeader(byte[] bytes, int from, int length) {
    if (columns.text().header() == TextSettings.Header.ABSENT) {
      return false;
    }
    List<String> names =
        CsvLine.fields(new String(bytes, from, length, charset), columns.text().delimiter());
    if (!names.equals(columns.names())) {
      throw new DataException(
          "this header names %s, the first file's %s"
              .formatted(TableColumns.some(names), TableColumns.some(columns.names())));
    }
    return true;
  }

  /** Blanks that are delimiters have fields between them. */
  @Override
  boolean isBlank(byte[] bytes, int from, int until) {
    return firstNonBlank(bytes, from, until) == until;
  }

  @Override
  void parse(byte[] bytes, int from, int until) {
    int fields = columns.uses().length;
    int column = 0;
    int at = from - 1;
    do {
      boolean plain = quick && column < fields && columns.uses()[column] == Use.NUMBER;
      int end = plain ? digits(column, bytes, at + 1, until) : NONE;
      at = end == NONE ? anyField(column, bytes, at + 1, until) : end;
      column++;
    } while (at < until);
    if (column != fields && at == until) {
      fault("it has %d fields instead of %d".formatted(column, fields));
    }
  }

  /**
   * Takes a field of some digits, as most are, in one go.
   *
   * @return where the field ends, or {@link #NONE} if it is another one
   */
  private int digits(int column, byte[] bytes, int from, int until) {
    boolean negative = from < until && bytes[from] == '-';
    int start = negative ? from + 1 : from;
    int at = start;
    long digits = 0;
    while (at < until && bytes[at] >= '0' && bytes[at] <= '9') {
      digits = 10 * digits + (bytes[at++] - '0');
    }
    int places = 0;
    if (at > start && at < until && bytes[at] == '.' && delimiter != '.') {
      int point = at++;
      while (at < until && bytes[at] >= '0' && bytes[at] <= '9') {
        digits = 10 * digits + (bytes[at++] - '0');
      }
      places = at - point - 1;
    }
    if (at == start || at - start > MOST_PLAIN || (at < until && bytes[at] != delimiter)) {
      return NONE;
    }
    double value = DecimalParser.scaled(digits, places);
    row().numbers()[columns.slots()[column]] = negative ? -value : value;
    return at;
  }

  private int anyField(int column, byte[] bytes, int from, int until) {
    int at = firstNonBlank(bytes, from, until);
    return at < until && bytes[at] == '"'
        ? quoted(column, bytes, at + 1, until)
        : plain(column, bytes, at, until);
  }

  /** Takes the field, and returns where it ends: at a delimiter, or with the line. */
  private int plain(int column, byte[] bytes, int from, int until) {
    int end = from;
    while (end < until && bytes[end] != delimiter) {
      end++;
    }
    field(column, bytes, from, lastNonBlank(bytes, from, end));
    return end;
  }

  /** The same of what stands between quotes; behind the line's end if that is no field. */
  private int quoted(int column, byte[] bytes, int from, int until) {
    if (unquoted.length < until - from) {
      unquoted = new byte[until - from];
    }
    int length = 0;
    int at = from;
    while (at < until && (bytes[at] != '"' || isQuote(bytes, at + 1, until))) {
      unquoted[length++] = bytes[at];
      at += bytes[at] == '"' ? 2 : 1;
    }
    if (at >= until) {
      fault(CsvLine.UNENDED);
      return until + 1;
    }
    int end = firstNonBlank(bytes, at + 1, until);
    if (end < until && bytes[end] != delimiter) {
      fault(CsvLine.textFollows(shown(unquoted, 0, length)));
      return until + 1;
    }
    field(column, unquoted, 0, length);
    return end;
  }

  private static boolean isQuote(byte[] bytes, int at, int until) {
    return at < until && bytes[at] == '"';
  }

  private int firstNonBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private int lastNonBlank(byte[] bytes, int from, int until) {
    int end = until;
    while (end > from && isBlank(bytes[end - 1])) {
      end--;
    }
    return end;
  }

  private boolean isBlank(byte b) {
    return CsvLine.isBlank((char) b, (char) delimiter);
  }

  private void field(int column, byte[] bytes, int from, int until) {
    Use use = column < columns.uses().length ? columns.uses()[column] : null;
    if (use == Use.NUMBER) {
      row().numbers()[columns.slots()[column]] = number(column, bytes, from, until);
    } else if (use != null) {
      other(use, column, bytes, from, until);
    }
  }

  /** NaN where the value is missing, or the field is none. */
  private double number(int column, byte[] bytes, int from, int until) {
    double value = DecimalParser.parse(bytes, from, until);
    if (Double.isNaN(value)) {
      if (!skipMissing(bytes, from, until)) {
        fault(
            "column %s: '%s' is not a finite number"
                .formatted(name(column), shown(bytes, from, until)));
      }
    } else if (columns.missingTexts().contains(value)) {
      row().incomplete();
      return Double.NaN;
    }
    return value;
  }

  private void other(Use use, int column, byte[] bytes, int from, int until) {
    switch (use) {
      case TRUTH -> row().numbers()[columns.slots()[column]] = truth(column, bytes, from, until);
      case CATEGORY -> {
        if (!skipMissing(bytes, from, until)) {
          row().categories()[columns.slots()[column]] = word(column, bytes, from, until);
        }
      }
      case LABEL -> {
        if (from == until) {
          fault("column " + name(column) + ": the label is missing");
        }
        row().label(word(column, bytes, from, until));
      }
      case WEIGHT -> row().weight(weight(column, bytes, from, until));
      default -> throw new IllegalArgumentException(use + " is no use of a field");
    }
  }

  private double truth(int column, byte[] bytes, int from, int until) {
    if (skipMissing(bytes, from, until)) {
      return Double.NaN;
    }
    switch (shown(bytes, from, until).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> {
        return 1;
      }
      case "false", "0" -> {
        return 0;
      }
      default -> {
        fault(
            "column %s: '%s' is neither true nor false"
                .formatted(name(column), shown(bytes, from, until)));
        return Double.NaN;
      }
    }
  }

  private double weight(int column, byte[] bytes, int from, int until) {
    double weight = DecimalParser.parse(bytes, from, until);
    if (!(weight >= 0)) {
      fault(
          Double.isNaN(weight)
              ? "column %s: '%s' is not a finite number"
                  .formatted(name(column), shown(bytes, from, until))
              : "column %s: the weight '%s' is less than 0"
                  .formatted(name(column), shown(bytes, from, until)));
      return 1;
    }
    return weight;
  }

  private String word(int column, byte[] bytes, int from, int until) {
    String word = words.word(bytes, from, until);
    if (word == null) {
      fault(
          "column %s: '%s' is no text in %s"
              .formatted(name(column), shown(bytes, from, until), charset));
    }
    return word;
  }

  /** Whether the field stands for a missing value, which the row is then told. */
  private boolean skipMissing(byte[] bytes, int from, int until) {
    String text = words.word(bytes, from, until);
    boolean missing = text != null && columns.missingTexts().contains(text);
    if (missing) {
      row().incomplete();
    }
    return missing;
  }

  private String name(int column) {
    return Excerpt.of(columns.names().get(column));
  }

  private static String shown(byte[] bytes, int from, int until) {
    return Excerpt.of(bytes, from, until, StandardCharsets.UTF_8);
  }
}
