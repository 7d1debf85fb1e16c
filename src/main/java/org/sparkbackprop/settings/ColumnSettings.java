package org.sparkbackprop.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The role and type of a table's columns. Types are declared here or by the table, never guessed.
 *
 * @param label the column of the label: a name, or a position from 0, negative from the end
 * @param weight the column of the sample weight, named like the label's; every row counts once if
 *     absent
 * @param features names of the feature columns, in order; all other columns if empty
 * @param ignored names of columns that are not features
 * @param truths names of columns of true and false
 * @param categories names of categorical columns with their categories; found in the data if empty
 * @param maxCategories of a column
 * @param vectors sizes of array and vector columns, by name
 * @param missingTexts the texts of a missing value
 * @param key the columns that identify a row, and order rows where the source has no order; not
 *     features unless named as such
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

  /** Numeric features and a label. */
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

  /** The same with other ignored columns. */
  public ColumnSettings ignoring(List<String> others) {
    return Records.with(this, "ignored", others);
  }

  /** The same with a column of sample weights. */
  public ColumnSettings weightedBy(String column) {
    return Records.with(this, "weight", Optional.of(column));
  }

  /** The same with other categorical columns. */
  public ColumnSettings withCategories(Map<String, List<String>> others) {
    return Records.with(this, "categories", others);
  }

  /** The same with another label column. */
  public ColumnSettings labelledBy(String other) {
    return Records.with(this, "label", other);
  }

  /** The same with other texts of a missing value. */
  public ColumnSettings withMissingTexts(Set<String> others) {
    return Records.with(this, "missingTexts", others);
  }
}
