package org.sparkbackprop.statistics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.model.InputColumn;

/**
 * Statistics of a column of the training rows.
 *
 * @param name of the column
 * @param kind of its values
 * @param size of a vector; 1 for other columns
 * @param missing the share of missing values, from 0 to 1; they are in no bin and no category,
 *     whatever replaces them
 * @param histograms of its features, or of an even selection if there are very many; none for
 *     categories
 * @param categories the number of rows of each category, in order; else empty
 * @param noCategory the number of rows with an unknown category
 */
public record ColumnStatistics(
    String name,
    InputColumn.Kind kind,
    int size,
    double missing,
    List<Histogram> histograms,
    Map<String, Long> categories,
    long noCategory) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the share or a count is out of range
   */
  public ColumnStatistics {
    histograms = List.copyOf(histograms);
    categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
    if (!(missing >= 0 && missing <= 1) || size < 1) {
      throw new IllegalArgumentException(
          "column %s has the size %s and a share of %s missing values"
              .formatted(name, size, missing));
    }
    if (noCategory < 0 || categories.values().stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "column %s has categories with a negative count".formatted(name));
    }
  }

  /** The same column with other counts. */
  ColumnStatistics with(List<Histogram> bins, Map<String, Long> known, long unknown) {
    return new ColumnStatistics(name, kind, size, missing, bins, known, unknown);
  }

  /** Whether its values are categories. */
  public boolean isCategory() {
    return kind == InputColumn.Kind.CATEGORY;
  }

  /** The names of its features; the name of the column for categories. */
  List<String> featureNames() {
    return isCategory()
        ? List.of(name)
        : new InputColumn(name, kind, size, List.of()).featureNames();
  }
}
