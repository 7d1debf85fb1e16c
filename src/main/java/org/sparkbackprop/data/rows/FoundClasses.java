package org.sparkbackprop.data.rows;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.ClassSettings;

/** Decides whether the labels found can be classes, or look like a number to be predicted. */
public final class FoundClasses {

  /** More classes are hardly meant, unless the configuration says so. */
  public static final int MAX = 1_000;

  /** So few classes may well have one row each. */
  private static final int FEW = 10;

  /** So few fractions may be grades or steps. */
  private static final int MAX_FRACTIONS = 20;

  private static final String REMEDY =
      "; with target.kind = class, a model learns to tell a few classes apart from many rows of"
          + " each. If the label is an amount to be predicted, set target.kind = number; in a table,"
          + " another column can be named by input.label; if these are classes, name them all by"
          + " input.classes, or raise the limit by input.max-classes";

  private FoundClasses() {}

  /** The largest number of classes allowed. */
  static int max(ClassSettings settings) {
    return settings.max().orElse(MAX);
  }

  /**
   * Refuses labels that are not classes.
   *
   * @param counts of rows by class
   * @param input for messages
   * @throws DataException if there are too few or too many, or, unless a limit was given, if most
   *     classes have one row or there are many fractions
   */
  public static void require(Map<String, Long> counts, ClassSettings settings, String input) {
    int classes = counts.size();
    if (classes < 2) {
      throw new DataException(
          ("%s: all rows have the label %s; at least two classes are needed, so name another label, or"
                  + " give rows of another class")
              .formatted(input, Excerpt.some(List.copyOf(counts.keySet()))));
    }
    if (classes > max(settings)) {
      throw none(
          "%s: there are %,d different labels, more than %,d", input, classes, max(settings));
    }
    if (settings.max().isPresent() || classes <= FEW) {
      return;
    }
    long single = counts.values().stream().filter(count -> count == 1).count();
    if (2 * single > classes) {
      throw none("%s: of %,d different labels, %,d are in one row only", input, classes, single);
    }
    if (classes > MAX_FRACTIONS && areFractions(counts.keySet())) {
      throw none(
          "%s: the labels are %,d different numbers, and not all of them are whole",
          input, classes);
    }
  }

  /** The message when counting is stopped. */
  public static String tooMany(int max) {
    return String.format(Locale.ROOT, "there are more than %,d different labels%s", max, REMEDY);
  }

  /** The same where rows name any of several labels. */
  public static String tooManyNames(int max) {
    return String.format(
        Locale.ROOT,
        "there are more than %,d different names of labels; if names are not separated as they should"
            + " be, set target.separator; if all are labels, raise the limit by input.max-classes",
        max);
  }

  private static DataException none(String why, Object... values) {
    return new DataException(String.format(Locale.ROOT, why, values) + REMEDY);
  }

  private static boolean areFractions(Collection<String> classes) {
    return classes.stream().allMatch(name -> name.matches("-?\\d+(\\.\\d+)?"))
        && classes.stream().anyMatch(name -> name.indexOf('.') >= 0);
  }
}
