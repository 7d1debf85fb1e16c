package org.sparkbackprop.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a table are what. Types are declared here or by the table itself, never guessed.
 *
 * @param label the column of the label: a name, or a position from 0, negative from the end
 * @param weight the column of the weight, named as that of the label; rows count once if absent
 * @param features names of the columns that are features, in their order; all others if empty
 * @param ignored names of columns that are no features
 * @param truths names of columns of true and false
 * @param categories names of columns of categories, with the categories; none: as found in the data
 * @param maxCategories that a column may have
 * @param vectors the sizes of columns of arrays and vectors, by their names
 * @param missingTexts what stands for a missing value in text
 * @param key the columns that tell rows apart, and say their order where the source has none; they
 *     are no features unless named as such
 */
public record ColumnSettings(
    String label,
    Optional<String> weight,
    List<String> features,
    List<String> ignored,
    List<String> truths,
    Map<String, List<String>> categories,
    int maxCategories,
    Map<String, Integer> vectors,
    Set<String> missingTexts,
    List<String> key) {

  /** Numbers and a label; all other columns are features. */
  public static ColumnSettings numbers(String label) {
    return new ColumnSettings(
        label,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        100,
        Map.of(),
        Set.of(""),
        List.of());
  }

  /** The same with other columns that are no features. */
  public ColumnSettings ignoring(List<String> others) {
    return Records.with(this, "ignored", others);
  }

  /** The same with a column of weights. */
  public ColumnSettings weightedBy(String column) {
    return Records.with(this, "weight", Optional.of(column));
  }

  /** The same with other columns of categories. */
  public ColumnSettings withCategories(Map<String, List<String>> others) {
    return Records.with(this, "categories", others);
  }

  /** The same with another column of labels. */
  public ColumnSettings labelledBy(String other) {
    return Records.with(this, "label", other);
  }

  /** The same where other texts stand for a missing value. */
  public ColumnSettings withMissingTexts(Set<String> others) {
    return Records.with(this, "missingTexts", others);
  }
}
