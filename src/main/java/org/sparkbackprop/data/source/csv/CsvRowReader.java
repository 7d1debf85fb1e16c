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

/** Reads lines of comma-separated values, field by field from the bytes. */
public class CsvRowReader extends LineRowReader {

  private static final int NONE = -1;

  private static final String NOBODY_KNOWS =
      "; nobody can tell where the next row begins, so that it cannot be put aside; correct the line";

  /** Characters of a number whose digits are a double exactly, a point among them or not. */
  private static final int MAX_PLAIN = 15;

  private final CsvColumns columns;
  private final byte delimiter;
  private final Charset charset;
  private final TextDecoder words;
  private final CsvQuotes quotes;
  private final CsvComments comments;
  private final WrittenNumbers written;

  /** Whether numbers have no sign for thousands, and a point. */
  private final boolean plainNumbers;

  private final boolean betweenBlanks;

  /** Whether numbers of some digits are taken in one go, as none stands for a missing value. */
  private final boolean quick;

  /** Null where no fields are needed to divide the rows. */
  private final int[] identities;

  private byte[] unquoted = new byte[0];
  private byte[] tabbed = new byte[0];

  /** What was found of the quotes of the row. */
  private Quoting quoting = Quoting.RIGHT;

  private String misquoted;

  private enum Quoting {
    RIGHT,
    /** A quoted field does not end with the row. */
    OPEN,
    /** Text follows a closing quote. */
    WRONG
  }

  public CsvRowReader(CsvColumns columns, TextSplit part, Configuration configuration) {
    this(columns, part, configuration, MAX_BYTES);
  }

  /** A reader that takes rows of so many bytes at most. */
  public CsvRowReader(CsvColumns columns, TextSplit part, Configuration configuration, int max) {
    super(columns.shape(), part, columns.text().decoding(), configuration, max);
    this.columns = columns;
    CsvSyntax syntax = columns.text().syntax();
    this.delimiter = (byte) columns.text().delimiter();
    this.charset = columns.text().decoding();
    this.words = new TextDecoder(charset);
    this.identities = columns.identities();
    this.quotes = new CsvQuotes(columns.text());
    this.comments = new CsvComments(syntax);
    this.written = new WrittenNumbers(columns.text());
    this.plainNumbers = syntax.hasPlainNumbers();
    this.betweenBlanks = syntax.between() == CsvSyntax.Between.BLANKS;
    this.quick = !columns.missingTexts().hasNumbers() && plainNumbers;
  }

  /** Comments, and blank lines behind them. */
  @Override
  protected boolean isPreamble(byte[] bytes, int from, int length) {
    return comments.isComment(bytes, from, from + length)
        || (position() > 1 && CsvComments.isBlank(bytes, from, from + length));
  }

  @Override
  protected boolean isHeader(byte[] bytes, int from, int length) {
    if (columns.text().header() == TextSettings.Header.ABSENT) {
      return false;
    }
    goToEnd();
    List<String> names = CsvLine.fields(bytes(), from(), until(), columns.text());
    if (!names.equals(columns.header())) {
      throw new DataException(
          "this header names %s, the first file's %s%s"
              .formatted(
                  Excerpt.some(names),
                  Excerpt.some(columns.header()),
                  CsvFirstLine.adviceOnRows(names, columns)));
    }
    return true;
  }

  /** Blanks that are delimiters have fields between them. */
  @Override
  protected boolean isBlank(byte[] bytes, int from, int until) {
    return (betweenBlanks
            ? CsvComments.isBlank(bytes, from, until)
            : firstNonBlank(bytes, from, until) == until)
        || comments.isComment(bytes, from, until);
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

  /** Takes the row once more with the lines in which it goes on. */
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
          "a quoted field goes on behind its line, and text follows the quote that closes it"
              + CsvLine.escape(CsvQuotes.hasBackslash(bytes(), from(), until()))
              + NOBODY_KNOWS);
    }
  }

  /** Goes on to the line in which all quotes are closed; false if there is none. */
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

  /** Whether so many fields are all that have a name. */
  private boolean isComplete(int fields) {
    return fields >= columns.names().size() && fields < columns.uses().length;
  }

  private String wrongNumber(int fields, byte[] bytes, int from, int until) {
    int wanted = columns.names().size();
    String why = "it has %s fields instead of %s".formatted(fields, wanted);
    if (fields == wanted + 1
        && lastNonBlank(bytes, from, until) > from
        && endsEmpty(bytes, until)) {
      return why
          + ", the last of them empty; if every line ends with a delimiter, the header must, too";
    }
    return why + CsvLine.escape(CsvQuotes.hasBackslash(bytes, from, until)) + severalBlanks();
  }

  private String severalBlanks() {
    return delimiter == ' '
        ? "; if several blanks are one delimiter, say input.delimiter = whitespace"
        : "";
  }

  private boolean endsEmpty(byte[] bytes, int until) {
    int last = lastNonBlank(bytes, 0, until);
    return columns.text().header() == TextSettings.Header.PRESENT && bytes[last - 1] == delimiter;
  }

  private boolean isNumberAlone(int column) {
    return columns.uses()[column] == Use.NUMBER && (identities == null || identities[column] < 0);
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
    if (at == start || at - start > MAX_PLAIN || (at < until && bytes[at] != delimiter)) {
      return NONE;
    }
    double value = DecimalParser.scaled(digits, places);
    row().numbers()[columns.slots()[column]] = negative ? -value : value;
    return at;
  }

  private int anyField(int column, byte[] bytes, int from, int until) {
    int at = firstNonBlank(bytes, from, until);
    return at < until && quotes.isQuote(bytes[at])
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
    byte quote = bytes[from - 1];
    int closing = quotes.endOfQuoted(bytes, from, until, quote);
    if (closing >= until) {
      quoting = Quoting.OPEN;
      return until + 1;
    }
    int length = 0;
    for (int at = from; at < closing; at++) {
      at += quotes.lengthOfPair(bytes, at, closing, quote) / 2;
      unquoted[length++] = bytes[at];
    }
    int end = firstNonBlank(bytes, closing + 1, until);
    if (end < until && bytes[end] != delimiter) {
      misquoted = CsvLine.textFollows(shown(unquoted, 0, length), bytes[closing - 1] == '\\');
      quoting = Quoting.WRONG;
      fault(misquoted);
      return until + 1;
    }
    field(column, unquoted, 0, length);
    return end;
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
    if (identities != null && column < identities.length && identities[column] >= 0) {
      identity(column, bytes, from, until);
    }
    if (use == Use.NUMBER) {
      row().numbers()[columns.slots()[column]] = number(column, bytes, from, until);
    } else if (use != null) {
      other(use, column, bytes, from, until);
    } else if (column >= columns.names().size() && from < until) {
      nameless(column, bytes, from, until);
    }
  }

  /** What is written behind the last name would be lost without a word. */
  private void nameless(int column, byte[] bytes, int from, int until) {
    if (column < columns.uses().length) {
      fault(
          ("column %1$s has no name in the header, but '%2$s' here; name it there, or name unnamed-%1$s"
                  + " in input.features or input.ignore")
              .formatted(column + 1, shown(bytes, from, until)));
    }
  }

  /** Numbers by their value, without an object; others as texts, unless they are missing. */
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

  /** NaN where the value is missing, or the field is none. */
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

  private String noNumber(int column, String shown) {
    String why = "column %s: '%s' is not a finite number".formatted(name(column), shown);
    if (MissingTexts.isUsual(shown)) {
      return why + "; if it stands for a missing value, name it in input.missing-texts";
    }
    if (plainNumbers && shown.matches("[-+]?[0-9.' ]*,[0-9]+")) {
      return why
          + "; if its comma is a decimal sign, say input.decimal = \",\", and if it stands"
          + " between thousands, input.thousands = \",\"";
    }
    if (!plainNumbers && shown.matches("[-+]?[0-9]{1,3}([^0-9][0-9]{3})+([.,][0-9]*)?")) {
      return why + "; input.thousands says what may stand between thousands";
    }
    return why;
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
      case WEIGHT -> row().weight(weight(column, bytes, from, until));
      default -> throw new IllegalArgumentException(use + " is no use of a field");
    }
  }

  private double truth(int column, byte[] bytes, int from, int until) {
    if (skipMissing(bytes, from, until)) {
      return Double.NaN;
    }
    String text = shown(bytes, from, until).toLowerCase(Locale.ROOT);
    if (columns.text().syntax().trueTexts().contains(text)) {
      return 1;
    }
    if (columns.text().syntax().falseTexts().contains(text)) {
      return 0;
    }
    fault(
        "column %s: '%s' is neither true nor false; input.true-texts and input.false-texts say what is"
            .formatted(name(column), shown(bytes, from, until)));
    return Double.NaN;
  }

  private double weight(int column, byte[] bytes, int from, int until) {
    double weight = decimal(bytes, from, until);
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
