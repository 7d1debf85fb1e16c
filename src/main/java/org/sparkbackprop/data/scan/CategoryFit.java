package org.sparkbackprop.data.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;

/**
 * Decides which categories and levels a column has, by the training rows of each. A level that no
 * training row has would keep its first weights, which mean nothing: it is left out.
 *
 * @param unknown how unknown categories are treated
 * @param missing how missing categories are treated
 * @param fewest training rows of a category that is not rare; only if there are others
 * @param maxCategories that a column may have, or of which the most frequent are kept if there are
 *     others
 */
public record CategoryFit(
    UnknownCategories unknown, MissingCategories missing, int fewest, int maxCategories) {

  private static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

  /** The number of categories to count in a pass before it ends with an error. */
  public int maxCounted() {
    return unknown == UnknownCategories.OTHER ? Scan.MOST_CATEGORIES : maxCategories;
  }

  /**
   * The column with its categories and levels.
   *
   * @param counts training rows of each category; 0 for those of held-out rows alone
   * @param missingRows training rows without a category
   * @throws DataException if there are too many categories, or no values
   */
  InputColumn fitted(InputColumn column, Map<String, Long> counts, long missingRows) {
    List<String> names = column.categories();
    if (names.isEmpty()) {
      if (counts.size() > maxCounted()) {
        throw new DataException(Scan.tooMany(column, maxCounted()));
      }
      names = unknown == UnknownCategories.OTHER ? frequent(counts) : List.copyOf(counts.keySet());
      names = Preparation.inClassOrder(names);
    }
    List<InputColumn.Level> levels = new ArrayList<>();
    Set<String> known = Set.copyOf(names);
    boolean others =
        counts.entrySet().stream()
            .anyMatch(count -> count.getValue() > 0 && !known.contains(count.getKey()));
    if (unknown == UnknownCategories.OTHER && others) {
      levels.add(InputColumn.Level.OTHER);
    }
    if (missing == MissingCategories.LEVEL && missingRows > 0) {
      levels.add(InputColumn.Level.MISSING);
    }
    if (names.isEmpty() && levels.isEmpty()) {
      throw new DataException("column %s has no value in any row".formatted(column.name()));
    }
    return InputColumn.category(column.name(), names).with(levels);
  }

  private List<String> frequent(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= fewest)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey(BY_CODE_POINT)))
        .limit(maxCategories)
        .map(Map.Entry::getKey)
        .toList();
  }
}
