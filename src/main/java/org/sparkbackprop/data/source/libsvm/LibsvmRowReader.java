package org.sparkbackprop.data.source.libsvm;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.rows.UnsortedNumbers;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.TextDecoder;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.LibsvmSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * Reads lines as LibSVM writes them: a label, then numbers with their index, from 1 and ascending
 * unless the settings differ; # starts a comment. Numbers that are left out are 0.
 */
public final class LibsvmRowReader extends LineRowReader {

  private static final long NONE = -1;

  private static final byte[] QUERY = {'q', 'i', 'd', ':'};

  /** The treatment of labels such as 1,3, which occur in files whose rows have several classes. */
  public enum LabelLists {
    /** The row is bad. */
    REFUSED,
    /** The list is a label, as the names of the classes are given. */
    TAKEN
  }

  /**
   * The columns of a row.
   *
   * @param shape of the rows; larger indices are faults
   * @param labels whether they are read
   * @param lists the treatment of lists of labels
   * @param missingTexts the texts of missing values
   * @param text how lines are read
   */
  public record Columns(
      RowShape shape,
      RequiredColumns.Labels labels,
      LabelLists lists,
      MissingTexts missingTexts,
      TextSettings text)
      implements SplitReaders.Opening<TextSplit> {
    @Override
    public LibsvmRowReader open(TextSplit split, Configuration configuration) {
      return new LibsvmRowReader(this, split, configuration);
    }
  }

  private final Columns columns;
  private final LibsvmSettings settings;
  private final int dimensions;
  private final Charset charset;
  private final TextDecoder words;

  /** The numbers of a row with indices in any order. */
  private final UnsortedNumbers unsorted = new UnsortedNumbers();

  private int largestIndex;

  /** The first index that is too large, reported if the row has no other fault; or null. */
  private String beyond;

  public LibsvmRowReader(Columns columns, TextSplit split, Configuration configuration) {
    super(columns.shape(), split, columns.text().decoding(), configuration, MAX_BYTES);
    this.columns = columns;
    this.settings = columns.text().libsvm();
    this.dimensions = columns.shape().numbers();
    this.charset = columns.text().decoding();
    this.words = new TextDecoder(charset);
  }

  /** The largest index of the row, even of a zero; 0 if there is none. */
  int largestIndex() {
    return largestIndex;
  }

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
    } else if (isLabelled() && !columns.shape().targets().areNames()) { // a row may have no labels
      fault("the label is missing: the line starts with '%s'".formatted(shown(bytes, at, stop)));
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
              "index %s is larger than the number of features, %,d",
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
    String label = words.text(bytes, from, until);
    if (label == null) {
      fault("the label '%s' is not valid %s".formatted(shown(bytes, from, until), charset));
      return;
    }
    boolean isClass = columns.shape().targets().kind() == Target.Kind.CLASS;
    if (isClass && columns.lists() == LabelLists.REFUSED && label.indexOf(',') >= 0) {
      fault(
          "the label '%s' is a list, as in files whose rows have several labels; a row must have one"
                  .formatted(Excerpt.of(label))
              + " class; if this is the name of a class, name all classes by input.classes, and if"
              + " rows have several labels, set target.kind = labels");
    }
    target(label);
  }

  /** Skips the query of a ranking file after the label, if there is one. */
  private int afterQuery(byte[] bytes, int from, int end) {
    int stop = endOfToken(bytes, from, end);
    if (stop - from < QUERY.length || !Arrays.equals(bytes, from, from + 4, QUERY, 0, 4)) {
      return from;
    }
    if (settings.queries() == LibsvmSettings.Queries.REFUSED) { // all rows have one
      throw new DataException(
          "'%s' is the query of a row: this is a ranking file, whose labels say how well a row"
                  .formatted(shown(bytes, from, stop))
              + " answers its query, but training needs classes of single rows;"
              + " input.ignore-qid = true uses the labels as classes and ignores the queries");
    }
    return firstNonBlank(bytes, stop, end);
  }

  private void number(byte[] bytes, int from, int until) {
    int colon = indexOf(':', bytes, from, until);
    if (colon == until) {
      fault("'%s' is not index:number".formatted(shown(bytes, from, until)));
      return;
    }
    long given = index(bytes, from, colon);
    if (given == 0 && settings.firstIndex() == 1) { // all rows are one off, not only this one
      throw new DataException(
          "'%s' has the index 0, but indices start at 1 unless input.first-index = 0"
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
            ? "index %s occurs twice".formatted(index - offset)
            : "index %s follows %s, but indices must ascend; input.sort-indices = true sorts them"
                .formatted(index - offset, largestIndex - offset));
  }

  private void sort() {
    int twice = unsorted.addTo(row());
    if (twice >= 0) {
      fault("index %s occurs twice".formatted(twice + settings.firstIndex()));
    }
  }

  /** NaN if the value is missing, or not a number. */
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
      boolean nan = isNaN(bytes, from, until);
      fault(
          "index %s: '%s' is not a finite number".formatted(index, shown(bytes, from, until))
              + (nan ? "; add NaN to input.missing-texts to take it as a missing value" : ""));
    }
    return value;
  }

  /** Whether a value is NaN, as different programs write it. */
  private static boolean isNaN(byte[] bytes, int from, int until) {
    boolean signed = from < until && (bytes[from] == '-' || bytes[from] == '+');
    int at = signed ? from + 1 : from;
    return until - at == 3
        && (bytes[at] | 0x20) == 'n'
        && (bytes[at + 1] | 0x20) == 'a'
        && (bytes[at + 2] | 0x20) == 'n';
  }

  /** The whole number; {@link #NONE} if it is not one, and more than any int if it is too large. */
  private static long index(byte[] bytes, int from, int until) {
    long index = from == until ? NONE : 0;
    for (int i = from; i < until; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return NONE;
      }
      index = Math.min(Integer.MAX_VALUE + 1L, 10 * index + bytes[i] - '0');
    }
    return index;
  }

  private static int endOfToken(byte[] bytes, int from, int until) {
    int at = from;
    while (at < until && bytes[at] != ' ' && bytes[at] != '\t') {
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
