package org.sparkbackprop.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads lines as LibSVM writes them: a label, then numbers with their index, from 1 and ascending;
 * what stands behind # is for people. Numbers that are not there are 0.
 */
final class LibsvmRowReader extends LineRowReader {

  private static final long NONE = -1;

  private final int dimensions;
  private final int firstIndex;
  private final Expectation.Labels labels;
  private final Charset charset;
  private final Words words;
  private int largestIndex;

  /** A reader of rows of as many numbers as the shape has; larger indices are faults. */
  LibsvmRowReader(
      RowShape shape,
      Expectation.Labels labels,
      TextPart part,
      TextSettings text,
      Configuration configuration) {
    super(shape, part, text.decoding(), configuration, MOST_BYTES);
    this.dimensions = shape.numbers();
    this.labels = labels;
    this.charset = text.decoding();
    this.firstIndex = text.firstIndex();
    this.words = new Words(charset);
  }

  /** The largest index of the row, with that of zeros; 0 if there is none. */
  int largestIndex() {
    return largestIndex;
  }

  @Override
  boolean isHeader(byte[] bytes, int from, int length) {
    return false;
  }

  /** A line that is a comment alone is none either. */
  @Override
  boolean isBlank(byte[] bytes, int from, int until) {
    int first = firstNonBlank(bytes, from, until);
    return first == until || bytes[first] == '#';
  }

  @Override
  void parse(byte[] bytes, int from, int until) {
    int end = indexOf('#', bytes, from, until);
    int at = firstNonBlank(bytes, from, end);
    int stop = endOfToken(bytes, at, end);
    largestIndex = 0;
    if (indexOf(':', bytes, at, stop) == stop) {
      if (labels == Expectation.Labels.REQUIRED) {
        label(bytes, at, stop);
      }
      at = firstNonBlank(bytes, stop, end);
    } else if (labels == Expectation.Labels.REQUIRED) {
      fault("the label is missing: the line begins with '%s'".formatted(shown(bytes, at, stop)));
    }
    while (at < end && fault() == null) {
      stop = endOfToken(bytes, at, end);
      number(bytes, at, stop);
      at = firstNonBlank(bytes, stop, end);
    }
  }

  private void label(byte[] bytes, int from, int until) {
    String label = words.word(bytes, from, until);
    if (label == null) {
      fault("the label '%s' is no text in %s".formatted(shown(bytes, from, until), charset));
    }
    row().label(label);
  }

  private void number(byte[] bytes, int from, int until) {
    int colon = indexOf(':', bytes, from, until);
    if (colon == until) {
      fault("'%s' is no index:number".formatted(shown(bytes, from, until)));
      return;
    }
    long given = index(bytes, from, colon);
    if (given == 0 && firstIndex == 1) { // all rows are one off then, not only those that show it
      throw new DataException(
          "'%s' has the index 0, while indices begin at 1 unless input.first-index = 0 is said"
              .formatted(shown(bytes, from, until)));
    }
    long index = given - firstIndex + 1;
    if (given == NONE) {
      fault(
          "'%s' has no index; indices are whole numbers from %d"
              .formatted(shown(bytes, from, until), firstIndex));
    } else if (index > dimensions) {
      fault(
          "index %s is beyond the %,d features that there are"
              .formatted(shown(bytes, from, colon), dimensions));
    } else if (index <= largestIndex) {
      fault("index %d does not ascend: it comes after %d".formatted(index, largestIndex));
    } else {
      double value = DecimalParser.parse(bytes, colon + 1, until);
      if (Double.isNaN(value)) {
        fault(
            "index %d: '%s' is not a finite number"
                .formatted(index, shown(bytes, colon + 1, until)));
        return;
      }
      largestIndex = (int) index;
      row().add(largestIndex - 1, value);
    }
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
