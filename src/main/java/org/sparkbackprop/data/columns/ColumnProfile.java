package org.sparkbackprop.data.columns;

import java.io.Serializable;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sparkbackprop.error.Excerpt;

/**
 * What is in a column: how many texts are numbers, which are not, and which different ones there
 * are. Its memory is bounded, and profiles can be joined in any order.
 */
public final class ColumnProfile implements Serializable {

  private static final long serialVersionUID = 1;

  /** The most different texts that are not numbers which are counted one by one. */
  private static final int MAX_OTHERS = 20;

  private final int maxDifferent;
  private long missing;
  private long numbers;
  private long others;

  /** Null once there are too many. */
  private TreeSet<String> different = new TreeSet<>();

  private boolean cut;

  /** Texts that are not numbers, with their counts; null once there are too many. */
  private TreeMap<String, Long> otherTexts = new TreeMap<>();

  /** The first text, in order, that is not a number. */
  private String example;

  /**
   * An empty profile.
   *
   * @param maxDifferent the most different texts to remember
   */
  public ColumnProfile(int maxDifferent) {
    this.maxDifferent = maxDifferent;
  }

  /**
   * Adds a value.
   *
   * @param text null if it is missing
   * @param number in the text; NaN if it is not a number
   */
  public void add(String text, double number) {
    if (text == null) {
      missing++;
      return;
    }
    if (different != null) {
      String shown = Excerpt.of(text);
      cut |= !shown.equals(text);
      different.add(shown);
      different = different.size() > maxDifferent ? null : different;
    }
    if (Double.isNaN(number)) {
      addOther(Excerpt.of(text), 1);
    } else {
      numbers++;
    }
  }

  private void addOther(String text, long count) {
    others += count;
    example = example == null || text.compareTo(example) < 0 ? text : example;
    if (otherTexts != null) {
      otherTexts.merge(text, count, Long::sum);
      otherTexts = otherTexts.size() > MAX_OTHERS ? null : otherTexts;
    }
  }

  /** Adds the counts of another profile, which must not be used afterwards. */
  public ColumnProfile join(ColumnProfile other) {
    cut |= other.cut;
    missing += other.missing;
    numbers += other.numbers;
    others += other.others;
    if (other.example != null && (example == null || other.example.compareTo(example) < 0)) {
      example = other.example;
    }
    if (different != null && other.different != null) {
      different.addAll(other.different);
      different = different.size() > maxDifferent ? null : different;
    } else {
      different = null;
    }
    if (otherTexts != null && other.otherTexts != null) {
      other.otherTexts.forEach((text, count) -> otherTexts.merge(text, count, Long::sum));
      otherTexts = otherTexts.size() > MAX_OTHERS ? null : otherTexts;
    } else {
      otherTexts = null;
    }
    return this;
  }

  long missing() {
    return missing;
  }

  /** How many values are not missing. */
  long values() {
    return numbers + others;
  }

  long numbers() {
    return numbers;
  }

  /** How many values are neither missing nor numbers. */
  long others() {
    return others;
  }

  /** Whether texts are repeated, as names are, with at most {@code max} different ones. */
  boolean hasFew(int max) {
    return different != null && different.size() <= max && 2L * different.size() <= values() + 2;
  }

  /** Whether any text is shortened, or changed because of characters that cannot be shown. */
  boolean isCut() {
    return cut;
  }

  /** All different texts of a column with few, some of them perhaps {@link #isCut cut}. */
  Set<String> different() {
    return different;
  }

  /** Texts that are not numbers, with their counts; empty if there are too many. */
  SortedMap<String, Long> otherTexts() {
    return otherTexts == null ? new TreeMap<>() : otherTexts;
  }

  /** A text that is not a number; null if there is none. */
  String example() {
    return example;
  }
}
