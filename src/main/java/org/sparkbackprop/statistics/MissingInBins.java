package org.sparkbackprop.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;

/**
 * Statistics as they were once written: a missing value counted as the number that took its place.
 * What is known of it is taken out; what cannot be known is left out of any comparison.
 */
final class MissingInBins {

  private MissingInBins() {}

  /**
   * The column without its missing values.
   *
   * @param rows that were trained on
   * @param trained how they were prepared
   */
  static ColumnStatistics takenOut(ColumnStatistics column, long rows, Preparation trained) {
    if (column.missing() == 0) {
      return column;
    }
    long missing = Math.round(column.missing() * rows);
    int feature = trained.featureNames().indexOf(firstFeature(column));
    if (column.isCategory()) {
      return ofCategories(column, missing, feature, trained);
    }
    // (of a vector it is not known which of its numbers were missing)
    List<Histogram> histograms =
        column.kind() == InputColumn.Kind.VECTOR || feature < 0
            ? List.of()
            : column.histograms().stream()
                .map(bins -> bins.without(missing, trained.missing().substitute(feature)))
                .flatMap(Optional::stream)
                .toList();
    return new ColumnStatistics(
        column.name(),
        column.kind(),
        column.size(),
        column.missing(),
        histograms,
        Map.of(),
        /* noCategory= */ 0);
  }

  private static String firstFeature(ColumnStatistics column) {
    return column.isCategory()
        ? column.name() + "=" + column.categories().keySet().iterator().next()
        : column.featureNames().get(0);
  }

  /** It was each of the categories where 1 took its place, else none of them. */
  private static ColumnStatistics ofCategories(
      ColumnStatistics column, long missing, int feature, Preparation trained) {
    boolean each = feature >= 0 && trained.missing().substitute(feature) == 1;
    Map<String, Long> categories = new LinkedHashMap<>();
    column
        .categories()
        .forEach((name, count) -> categories.put(name, each ? count - missing : count));
    return new ColumnStatistics(
        column.name(),
        column.kind(),
        1,
        column.missing(),
        List.of(),
        categories,
        each ? column.noCategory() : Math.max(0, column.noCategory() - missing));
  }
}
