package org.sparkbackprop.data.columns;

import java.io.Serializable;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sparkbackprop.error.Excerpt;

/**
 * What the texts of a column are: how many are numbers, how many different ones there are, and
 * which the others are. Its memory is bounded, and joining profiles in any order gives the same.
 */
public final class ColumnProfile implements Serializable {

  private static final long serialVersionUID = 1;

  /** Texts that are no numbers are counted one by one up to so many different ones. */
  private static final int MAX_OTHERS = 20;

  private final int maxDifferent;
  private long missing;
  private long numbers;
  private long others;

  /** Null as soon as there are too many. */
  private TreeSet<String> different = new TreeSet<>();

  private boolean cut;

  /** Those that are no numbers, with how often they come; null as soon as there are too many. */
  private TreeMap<String, Long> otherTexts = new TreeMap<>();

  /** The least text that is no number. */
  private String example;

  /**
   * Of no text.
   *
   * @param maxDifferent texts are told apart up to so many
   */
  public ColumnProfile(int maxDifferent) {
    this.maxDifferent = maxDifferent;
  }

  /**
   * Adds a value.
   *
   * @param text null if it is missing
   * @param number that the text stands for; NaN if it is none
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

  /** Adds what another profile has counted; it is used up by it. */
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
    }
    different =
        different == null || other.different == null || different.size() > maxDifferent
            ? null
            : different;
    if (otherTexts != null && other.otherTexts != null) {
      other.otherTexts.forEach((text, count) -> otherTexts.merge(text, count, Long::sum));
    }
    otherTexts =
        otherTexts == null || other.otherTexts == null || otherTexts.size() > MAX_OTHERS
            ? null
            : otherTexts;
    return this;
  }

  /** How many values are missing. */
  long missing() {
    return missing;
  }

  /** How many values there are that are not missing. */
  long values() {
    return numbers + others;
  }

  long numbers() {
    return numbers;
  }

  /** How many values are no numbers. */
  long others() {
    return others;
  }

  /** Whether texts come again and again, as names do: so many different ones at most. */
  boolean hasFew(int max) {
    return different != null && different.size() <= max && 2L * different.size() <= values() + 2;
  }

  /** Whether any text is too long, or has characters that cannot be shown, to be there as it is. */
  boolean isCut() {
    return cut;
  }

  /**
   * All different texts, of a column that has few; those that are {@link #isCut cut}, their
   * beginnings.
   */
  Set<String> different() {
    return different;
  }

  /** Texts that are no numbers, and how often they come; empty if there are too many. */
  SortedMap<String, Long> otherTexts() {
    return otherTexts == null ? new TreeMap<>() : otherTexts;
  }

  /** A text that is no number; null if there is none. */
  String example() {
    return example;
  }
}
