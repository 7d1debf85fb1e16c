package org.sparkbackprop.data.source.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.UsedColumn.Use;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.data.values.WrittenNumbers;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.TextSettings;

/** Reads lines of comma-separated values from the bytes, field by field. */
public class CsvRowReader extends LineRowReader {

  private static final int NONE = -1;

  private static final String NOBODY_KNOWS =
      "; the row cannot be put aside, as the start of the next one is unknown; correct the line";

  /** The longest number, with its point, whose digits a double holds exactly. */
  private static final int MAX_PLAIN = 15;

  private final CsvColumns columns;
  private final byte delimiter;
  private final Charset charset;
  private final TextDecoder words;
  private final CsvQuotes quotes;
  private final char comment;
  private final WrittenNumbers written;

  /** Whether numbers have a decimal point and no thousands separator. */
  private final boolean plainNumbers;

  private final boolean betweenBlanks;

  /** Whether plain numbers can be read directly, as none stands for a missing value. */
  private final boolean quick;

  /** Null if no fields are needed to divide the rows. */
  private final int[] identities;

  private byte[] unquoted = new byte[0];
  private byte[] tabbed = new byte[0];

  private Quoting quoting = Quoting.RIGHT;

  private String misquoted;

  private enum Quoting {
    RIGHT,
    /** A quoted field does not end with the row. */
    OPEN,
    /** Text follows a closing quote. */
    WRONG
  }

  public CsvRowReader(CsvColumns columns, TextSplit split, Configuration configuration) {
    this(columns, split, configuration, MAX_BYTES);
  }

  /** A reader of rows of at most {@code max} bytes. */
  public CsvRowReader(CsvColumns columns, TextSplit split, Configuration configuration, int max) {
    super(columns.shape(), split, columns.text().decoding(), configuration, max);
    this.columns = columns;
    CsvSyntax syntax = columns.text().syntax();
    this.delimiter = (byte) columns.text().delimiter();
    this.charset = columns.text().decoding();
    this.words = new TextDecoder(charset);
    this.identities = columns.identities();
    this.quotes = new CsvQuotes(columns.text());
    this.comment = syntax.comment();
    this.written = new WrittenNumbers(columns.text());
    this.plainNumbers = syntax.hasPlainNumbers();
    this.betweenBlanks = syntax.between() == CsvSyntax.Between.BLANKS;
    this.quick = !columns.missingTexts().hasNumbers() && plainNumbers;
  }

  /** Comments, and blank lines after them. */
  @Override
  protected boolean isPreamble(byte[] bytes, int from, int until) {
    return CsvLine.isComment(bytes, from, until, comment)
        || (position() > 1 && firstNonBlank(bytes, from, until) == until);
  }

  @Override
  protected boolean isHeader(byte[] bytes, int from, int until) {
    if (columns.text().header() == TextSettings.Header.ABSENT) {
      return false;
    }
    goToEnd();
    List<String> names = CsvLine.fields(bytes(), from(), until(), columns.text());
    if (!names.equals(columns.header())) {
      throw new DataException(
          "this header is %s, that of the first file %s%s"
              .formatted(
                  Excerpt.some(names),
                  Excerpt.some(columns.header()),
                  CsvFirstLine.adviceOnRows(names, columns)));
    }
    return true;
  }

  /** A line of delimiters is not blank, unless blanks are the delimiters. */
  @Override
  protected boolean isBlank(byte[] bytes, int from, int until) {
    return CsvQuotes.firstNonBlank(bytes, from, until, betweenBlanks ? CsvQuotes.NONE : delimiter)
            == until
        || CsvLine.isComment(bytes, from, until, comment);
  }

  @Override
  protected void parse(byte[] bytes, int from, int until) {
    quoting = Quoting.RIGHT;
    fields(bytes, from, until);
    if (quoting == Quoting.OPEN) {
      parseAll();
    } else if (quoting == Quoting.WRONG && !quotes.areInPairs(bytes, from, until)) {
      throw new DataException(misquoted + NOBODY_KNOWS);
    }
  }

  /** Reads the row again with the lines that it continues on. */
  private void parseAll() {
    boolean backslash = CsvQuotes.hasBackslash(bytes(), from(), until());
    if (!goToEnd()) {
      throw new DataException(CsvLine.unended(backslash) + NOBODY_KNOWS);
    }
    quoting = Quoting.RIGHT;
    row().clear();
    fields(bytes(), from(), until());
    if (quoting != Quoting.RIGHT) {
      throw new DataException(
          "a quoted field continues on the next line, and text follows its closing quote"
              + CsvLine.escape(CsvQuotes.hasBackslash(bytes(), from(), until()))
              + NOBODY_KNOWS);
    }
  }

  /** Extends the row until all quotes are closed; false if they never are. */
  private boolean goToEnd() {
    int done = 0;
    byte open = CsvQuotes.NONE;
    while (true) {
      open = quotes.openBehind(bytes(), from() + done, until(), open);
      if (open == CsvQuotes.NONE) {
        return true;
      }
      done = until() - from();
      if (!extend()) {
        return false;
      }
    }
  }

  private void fields(byte[] bytes, int from, int until) {
    if (betweenBlanks) {
      if (tabbed.length < until - from) {
        tabbed = new byte[until - from];
      }
      split(tabbed, 0, quotes.withTabs(bytes, from, until, tabbed));
    } else {
      split(bytes, from, until);
    }
  }

  private void split(byte[] bytes, int from, int until) {
    int fields = columns.uses().length;
    int column = 0;
    int at = from - 1;
    do {
      boolean plain = quick && column < fields && isNumberAlone(column);
      int end = plain ? digits(column, bytes, at + 1, until) : NONE;
      at = end == NONE ? anyField(column, bytes, at + 1, until) : end;
      column++;
    } while (at < until);
    if (column != fields && at == until && !isComplete(column)) {
      fault(wrongNumber(column, bytes, from, until));
    }
  }

  /** Whether only fields without a name are missing. */
  private boolean isComplete(int fields) {
    return fields >= columns.names().size() && fields < columns.uses().length;
  }

  private String wrongNumber(int fields, byte[] bytes, int from, int until) {
    int wanted = columns.names().size();
    String why = "it has %s fields instead of %s".formatted(fields, wanted);
    int last = lastNonBlank(bytes, from, until);
    if (fields == wanted + 1
        && last > from
        && columns.text().header() == TextSettings.Header.PRESENT
        && bytes[last - 1] == delimiter) {
      return why
          + ", and the last one is empty; if every line ends with a delimiter, the header must, too";
    }
    return why + CsvLine.escape(CsvQuotes.hasBackslash(bytes, from, until)) + severalBlanks();
  }

  private String severalBlanks() {
    return delimiter == ' '
        ? "; if several blanks are one delimiter, set input.delimiter = whitespace"
        : "";
  }

  private boolean isNumberAlone(int column) {
    return columns.uses()[column] == Use.NUMBER && (identities == null || identities[column] < 0);
  }

  /**
   * Reads a field that is a plain number, as most are.
   *
   * @return the end of the field, or {@link #NONE} if it is not a plain number
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
    if (at == start || at - start > MAX_PLAIN || (at < until && bytes[at] != delimiter)) {
      return NONE;
    }
    double value = DecimalParser.scaled(digits, places);
    row().numbers()[columns.slots()[column]] = negative ? -value : value;
    return at;
  }

  private int anyField(int column, byte[] bytes, int from, int until) {
    int at = CsvQuotes.firstNonBlank(bytes, from, until, delimiter);
    return at < until && quotes.isQuote(bytes[at])
        ? quoted(column, bytes, at + 1, until)
        : plain(column, bytes, at, until);
  }

  /** Reads a field, and returns its end: a delimiter, or the end of the line. */
  private int plain(int column, byte[] bytes, int from, int until) {
    int end = from;
    while (end < until && bytes[end] != delimiter) {
      end++;
    }
    field(column, bytes, from, lastNonBlank(bytes, from, end));
    return end;
  }

  /** The same for a quoted field; returns a position after the line if the quotes are wrong. */
  private int quoted(int column, byte[] bytes, int from, int until) {
    if (unquoted.length < until - from) {
      unquoted = new byte[until - from];
    }
    byte quote = bytes[from - 1];
    int closing = quotes.endOfQuoted(bytes, from, until, quote);
    if (closing >= until) {
      quoting = Quoting.OPEN;
      return until + 1;
    }
    int length = quotes.unquote(bytes, from, closing, quote, unquoted);
    int end = CsvQuotes.firstNonBlank(bytes, closing + 1, until, delimiter);
    if (end < until && bytes[end] != delimiter) {
      misquoted = CsvLine.textFollows(shown(unquoted, 0, length), bytes[closing - 1] == '\\');
      quoting = Quoting.WRONG;
      fault(misquoted);
      return until + 1;
    }
    field(column, unquoted, 0, length);
    return end;
  }

  private int lastNonBlank(byte[] bytes, int from, int until) {
    return CsvQuotes.lastNonBlank(bytes, from, until, delimiter);
  }

  private void field(int column, byte[] bytes, int from, int until) {
    Use use = column < columns.uses().length ? columns.uses()[column] : null;
    if (identities != null && column < identities.length && identities[column] >= 0) {
      identity(column, bytes, from, until);
    }
    if (use == Use.NUMBER) {
      row().numbers()[columns.slots()[column]] = number(column, bytes, from, until);
    } else if (use != null) {
      other(use, column, bytes, from, until);
    } else if (column >= columns.names().size()
        && column < columns.uses().length
        && from < until) { // text after the last name would be lost silently
      fault(
          "column %s has no name in the header, but '%s' here; name it in the header, or put"
                  .formatted(column + 1, shown(bytes, from, until))
              + " unnamed-%s into input.features or input.ignore".formatted(column + 1));
    }
  }

  /** Takes numbers by value, and others as texts, unless they are missing. */
  private void identity(int column, byte[] bytes, int from, int until) {
    double number = decimal(bytes, from, until);
    if (!Double.isNaN(number) && !columns.missingTexts().contains(number)) {
      row().identity().number(identities[column], number);
    } else if (Double.isNaN(number)) {
      String word = word(column, bytes, from, until);
      if (word != null && !columns.missingTexts().contains(word)) {
        row().identity().text(identities[column], word);
      }
    }
  }

  /** NaN if the value is missing, or not a number. */
  private double number(int column, byte[] bytes, int from, int until) {
    double value = decimal(bytes, from, until);
    if (Double.isNaN(value)) {
      if (!skipMissing(bytes, from, until)) {
        fault(noNumber(column, shown(bytes, from, until)));
      }
    } else if (columns.missingTexts().contains(value)) {
      row().incomplete();
      return Double.NaN;
    }
    return value;
  }

  private double decimal(byte[] bytes, int from, int until) {
    return plainNumbers
        ? DecimalParser.parse(bytes, from, until)
        : written.parse(bytes, from, until);
  }

  private String notFinite(int column, String shown) {
    return "column %s: '%s' is not a finite number".formatted(name(column), shown);
  }

  private String noNumber(int column, String shown) {
    String why = notFinite(column, shown);
    if (MissingTexts.isUsual(shown)) {
      return why + "; if it stands for a missing value, add it to input.missing-texts";
    }
    if (plainNumbers && shown.matches("[-+]?[0-9.' ]*,[0-9]+")) {
      return why
          + "; if its comma is a decimal sign, set input.decimal = \",\", and if it separates"
          + " thousands, input.thousands = \",\"";
    }
    if (!plainNumbers && shown.matches("[-+]?[0-9]{1,3}([^0-9][0-9]{3})+([.,][0-9]*)?")) {
      return why + "; set input.thousands to the characters that separate thousands";
    }
    return columns.uses()[column] == Use.TARGET ? why + adviceOnName(shown) : why;
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
          fault("column " + name(column) + ": the label is missing" + severalBlanks());
        }
        row().label(word(column, bytes, from, until));
      }
      case TARGET, LABEL_FLAG -> target(use, column, bytes, from, until);
      case LABEL_NAMES -> {
        String names = word(column, bytes, from, until);
        if (names != null && !columns.missingTexts().contains(names)) {
          target(names);
        }
      }
      case WEIGHT -> row().weight(weight(column, bytes, from, until));
      default -> throw new IllegalArgumentException(use + " is no use of a field");
    }
  }

  /** Reads a number to be predicted, or whether the row has a label; neither may be missing. */
  private void target(Use use, int column, byte[] bytes, int from, int until) {
    boolean before = row().isIncomplete();
    double value =
        use == Use.TARGET ? number(column, bytes, from, until) : truth(column, bytes, from, until);
    if (row().isIncomplete() && !before && fault() == null) {
      fault("column " + name(column) + ": the target is missing" + severalBlanks());
    }
    row().targets()[columns.slots()[column]] = value;
  }

  private double truth(int column, byte[] bytes, int from, int until) {
    if (skipMissing(bytes, from, until)) {
      return Double.NaN;
    }
    String shown = shown(bytes, from, until);
    CsvSyntax syntax = columns.text().syntax();
    if (syntax.trueTexts().contains(shown.toLowerCase(Locale.ROOT))) {
      return 1;
    }
    if (syntax.falseTexts().contains(shown.toLowerCase(Locale.ROOT))) {
      return 0;
    }
    fault(
        "column %s: '%s' is neither true nor false; see input.true-texts and input.false-texts"
            .formatted(name(column), shown));
    return Double.NaN;
  }

  private double weight(int column, byte[] bytes, int from, int until) {
    double weight = decimal(bytes, from, until);
    if (!(weight >= 0)) {
      String shown = shown(bytes, from, until);
      fault(
          Double.isNaN(weight)
              ? notFinite(column, shown)
              : "column %s: the weight '%s' is less than 0".formatted(name(column), shown));
      return 1;
    }
    return weight;
  }

  private String word(int column, byte[] bytes, int from, int until) {
    String word = words.text(bytes, from, until);
    if (word == null) {
      fault(
          "column %s: '%s' is not valid %s"
              .formatted(name(column), shown(bytes, from, until), charset));
    }
    return word;
  }

  /** Whether the field is a missing value; if so, marks the row as incomplete. */
  private boolean skipMissing(byte[] bytes, int from, int until) {
    String text = words.text(bytes, from, until);
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
