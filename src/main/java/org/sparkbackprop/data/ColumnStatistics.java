package org.sparkbackprop.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.model.InputColumn;

/**
 * What stands in a column of rows that were trained on.
 *
 * @param name of the column
 * @param kind what stands in it
 * @param size of a vector; 1 of other columns
 * @param missing the share of its values that are missing, from 0 to 1; they are in no bin and no
 *     category, whatever takes their place
 * @param histograms of its features, or of an even selection if there are very many; none of
 *     categories
 * @param categories how many rows have each of its categories, in their order; else empty
 * @param noCategory how many rows have a category that is none of them
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
   * @throws IllegalArgumentException if a share is none, or a count is negative
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

  /** A column of numbers, truth values or vectors. */
  static ColumnStatistics ofNumbers(
      InputColumn column, double missing, List<Histogram> histograms) {
    return new ColumnStatistics(
        column.name(), column.kind(), column.size(), missing, histograms, Map.of(), 0);
  }

  /** A column of categories. */
  static ColumnStatistics ofCategories(
      InputColumn column, double missing, Map<String, Long> categories, long noCategory) {
    return new ColumnStatistics(
        column.name(), column.kind(), 1, missing, List.of(), categories, noCategory);
  }

  /** Whether it is one of categories. */
  public boolean isCategory() {
    return kind == InputColumn.Kind.CATEGORY;
  }

  /** The names of its features; of a column of categories its own. */
  List<String> featureNames() {
    return isCategory()
        ? List.of(name)
        : new InputColumn(name, kind, size, List.of()).featureNames();
  }
}
