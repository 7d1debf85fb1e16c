package org.sparkbackprop.data.source.libsvm;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.UnsortedNumbers;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.LibsvmSettings;

/**
 * Reads lines as LibSVM writes them: a label, then numbers with their index, from 1 and ascending,
 * unless settings say other; what stands behind # is for people. Numbers that are not there are 0.
 */
public final class LibsvmRowReader extends LineRowReader {

  private static final long NONE = -1;

  private static final byte[] QUERY = {'q', 'i', 'd', ':'};

  private final LibsvmColumns columns;
  private final LibsvmSettings settings;
  private final int dimensions;
  private final Charset charset;
  private final TextDecoder words;

  /** The numbers of a row whose indices may come in any order. */
  private final UnsortedNumbers unsorted = new UnsortedNumbers();

  private int largestIndex;

  /**
   * The first index of the row that is too large, which counts if nothing else is wrong with it;
   * null if there is none.
   */
  private String beyond;

  /** A reader of a part. */
  public LibsvmRowReader(LibsvmColumns columns, TextSplit part, Configuration configuration) {
    super(columns.shape(), part, columns.text().decoding(), configuration, MAX_BYTES);
    this.columns = columns;
    this.settings = columns.text().libsvm();
    this.dimensions = columns.shape().numbers();
    this.charset = columns.text().decoding();
    this.words = new TextDecoder(charset);
  }

  /** The largest index of the row, with that of zeros; 0 if there is none. */
  int largestIndex() {
    return largestIndex;
  }

  @Override
  protected boolean isHeader(byte[] bytes, int from, int length) {
    return false;
  }

  /** A line that is a comment alone is none either. */
  @Override
  protected boolean isBlank(byte[] bytes, int from, int until) {
    int first = firstNonBlank(bytes, from, until);
    return first == until || bytes[first] == '#';
  }

  @Override
  protected void parse(byte[] bytes, int from, int until) {
    int end = indexOf('#', bytes, from, until);
    int at = firstNonBlank(bytes, from, end);
    int stop = endOfToken(bytes, at, end);
    largestIndex = 0;
    beyond = null;
    unsorted.clear();
    if (indexOf(':', bytes, at, stop) == stop) {
      if (isLabelled()) {
        label(bytes, at, stop);
      }
      at = firstNonBlank(bytes, stop, end);
    } else if (isLabelled()) {
      fault("the label is missing: the line begins with '%s'".formatted(shown(bytes, at, stop)));
    }
    at = afterQuery(bytes, at, end);
    while (at < end && fault() == null) {
      stop = endOfToken(bytes, at, end);
      number(bytes, at, stop);
      at = firstNonBlank(bytes, stop, end);
    }
    if (beyond != null) {
      fault(
          String.format(
              Locale.ROOT,
              "index %s is beyond the %,d features that there are",
              beyond,
              dimensions));
    }
    if (settings.order() == LibsvmSettings.Order.ANY && fault() == null) {
      sort();
    }
  }

  private boolean isLabelled() {
    return columns.labels() == RequiredColumns.Labels.REQUIRED;
  }

  private void label(byte[] bytes, int from, int until) {
    String label = words.word(bytes, from, until);
    if (label == null) {
      fault("the label '%s' is no text in %s".formatted(shown(bytes, from, until), charset));
    } else if (columns.lists() == LibsvmColumns.LabelLists.REFUSED && label.indexOf(',') >= 0) {
      fault(
          ("the label '%s' is a list, as in files whose rows have several labels; a row has one"
                  + " class here; if it is the name of a class, name all classes by input.classes")
              .formatted(Excerpt.of(label)));
    }
    row().label(label);
  }

  /** Goes past the query of a ranking file, which stands behind the label, if there is one. */
  private int afterQuery(byte[] bytes, int from, int end) {
    int stop = endOfToken(bytes, from, end);
    if (stop - from < QUERY.length || !Arrays.equals(bytes, from, from + 4, QUERY, 0, 4)) {
      return from;
    }
    if (settings.queries() == LibsvmSettings.Queries.REFUSED) { // all rows have one
      throw new DataException(
          ("'%s' is the query of a row: this is a ranking file, whose labels say how well a row"
                  + " answers its query, while what is trained here is a classifier of single rows;"
                  + " input.ignore-qid = true takes the labels for classes and passes over the queries")
              .formatted(shown(bytes, from, stop)));
    }
    return firstNonBlank(bytes, stop, end);
  }

  private void number(byte[] bytes, int from, int until) {
    int colon = indexOf(':', bytes, from, until);
    if (colon == until) {
      fault("'%s' is no index:number".formatted(shown(bytes, from, until)));
      return;
    }
    long given = index(bytes, from, colon);
    if (given == 0 && settings.firstIndex() == 1) { // all rows are one off, not only this one
      throw new DataException(
          "'%s' has the index 0, while indices begin at 1 unless input.first-index = 0 is said"
              .formatted(shown(bytes, from, until)));
    }
    long index = given - settings.firstIndex() + 1;
    if (given == NONE) {
      fault(
          "'%s' has no index; indices are whole numbers from %s"
              .formatted(shown(bytes, from, until), settings.firstIndex()));
    } else if (settings.order() == LibsvmSettings.Order.ASCENDING && index <= largestIndex) {
      notAscending(index);
    } else if (index > dimensions) {
      largestIndex = (int) Math.min(Integer.MAX_VALUE, index);
      beyond = beyond == null ? shown(bytes, from, colon) : beyond;
    } else if (settings.order() == LibsvmSettings.Order.ANY) {
      double value = value(given, bytes, colon + 1, until);
      largestIndex = Math.max(largestIndex, (int) index);
      unsorted.add((int) index - 1, value);
    } else {
      largestIndex = (int) index;
      row().add(largestIndex - 1, value(given, bytes, colon + 1, until));
    }
  }

  private void notAscending(long index) {
    int offset = 1 - settings.firstIndex();
    fault(
        index == largestIndex
            ? "index %s stands there twice".formatted(index - offset)
            : "index %s does not ascend: it comes after %s; input.sort-indices = true sorts them"
                .formatted(index - offset, largestIndex - offset));
  }

  private void sort() {
    int twice = unsorted.addTo(row());
    if (twice >= 0) {
      fault("index %s stands there twice".formatted(twice + settings.firstIndex()));
    }
  }

  /** NaN where the value is missing, or is none. */
  private double value(long index, byte[] bytes, int from, int until) {
    double value = DecimalParser.parse(bytes, from, until);
    MissingTexts missing = columns.missingTexts();
    boolean isMissing =
        Double.isNaN(value)
            ? (missing.contains(Double.NaN) && isNaN(bytes, from, until))
                || missing.contains(shown(bytes, from, until))
            : missing.contains(value);
    if (isMissing) {
      row().incomplete();
      return Double.NaN;
    }
    if (Double.isNaN(value)) {
      fault(
          "index %s: '%s' is not a finite number%s"
              .formatted(
                  index,
                  shown(bytes, from, until),
                  isNaN(bytes, from, until)
                      ? "; with NaN among input.missing-texts it is a missing value"
                      : ""));
    }
    return value;
  }

  /** Whether it is written as a number that is none, by whatever program. */
  private static boolean isNaN(byte[] bytes, int from, int until) {
    boolean signed = from < until && (bytes[from] == '-' || bytes[from] == '+');
    int at = signed ? from + 1 : from;
    return until - at == 3
        && (bytes[at] | 0x20) == 'n'
        && (bytes[at + 1] | 0x20) == 'a'
        && (bytes[at + 2] | 0x20) == 'n';
  }

  /**
   * The whole number; {@link #NONE} if it is none, and any larger than an int where it is too
   * large.
   */
  private static long index(byte[] bytes, int from, int until) {
    long index = from == until ? NONE : 0;
    for (int i = from; i < until; i++) {
      if (!isDigit(bytes[i])) {
        return NONE;
      }
      index = Math.min(Integer.MAX_VALUE + 1L, 10 * index + bytes[i] - '0');
    }
    return index;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static int firstNonBlank(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int endOfToken(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && !isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int indexOf(char wanted, byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private static String shown(byte[] bytes, int from, int until) {
    return Excerpt.of(bytes, from, until, StandardCharsets.UTF_8);
  }
}
