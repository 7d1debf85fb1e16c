package org.sparkbackprop.error;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the names that a misspelt one may mean. */
public final class Spelling {

  private static final int MAX_TYPING_ERRORS = 2;

  private Spelling() {}

  /**
   * The known names nearest to a name, sorted; none if all differ by more than two typing errors.
   * Case is ignored.
   */
  public static List<String> nearest(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    SortedMap<Integer, SortedSet<String>> byErrors = new TreeMap<>();
    known.forEach(
        other -> byErrors.computeIfAbsent(errors(other, lower), n -> new TreeSet<>()).add(other));
    boolean found = !byErrors.isEmpty() && byErrors.firstKey() <= MAX_TYPING_ERRORS;
    return found ? List.copyOf(byErrors.get(byErrors.firstKey())) : List.of();
  }

  /** A name without a letter in common is not a misspelling. */
  private static int errors(String known, String lower) {
    if (Math.abs(known.length() - lower.length()) > MAX_TYPING_ERRORS) {
      return MAX_TYPING_ERRORS + 1;
    }
    int errors = distance(known.toLowerCase(Locale.ROOT), lower);
    return errors < Math.max(known.length(), lower.length()) || errors == 0
        ? errors
        : MAX_TYPING_ERRORS + 1;
  }

  /** Levenshtein's distance; exchanged neighbours count once. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substituted = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(substituted, 1 + Math.min(d[i][j - 1], d[i - 1][j]));
        if (i > 1 && j > 1 && a.startsWith(exchanged(b, j - 2), i - 2)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private static String exchanged(String text, int at) {
    return "" + text.charAt(at + 1) + text.charAt(at);
  }
}
