package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/**
 * The layout of rows as they are read.
 *
 * @param columns of the features, in their order; without categories if those are found in the data
 * @param form of the numbers
 * @param identity columns read to divide the data set
 * @param targets besides the label
 */
public record RowShape(
    List<InputColumn> columns, Form form, IdentityColumns identity, Targets targets)
    implements Serializable {

  /**
   * What rows have to be predicted besides a label, which is a text.
   *
   * @param kind of the targets
   * @param names of the columns of numbers or flags; none for a label, or names of labels
   * @param separator of the names of labels in a text; null if rows do not name their labels
   * @param least number allowed
   */
  public record Targets(Target.Kind kind, List<String> names, String separator, double least)
      implements Serializable {

    /** None but perhaps a label. */
    public static final Targets NONE =
        new Targets(Target.Kind.CLASS, List.of(), null, Double.NEGATIVE_INFINITY);

    /**
     * Those of some columns.
     *
     * @param names of the columns in the table
     */
    public static Targets of(TargetColumns columns, List<String> names) {
      return switch (columns.kind()) {
        case CLASS -> NONE;
        case NUMBER -> new Targets(columns.kind(), names, null, columns.least());
        case LABELS ->
            columns.isNames()
                ? new Targets(columns.kind(), List.of(), columns.separator(), columns.least())
                : new Targets(columns.kind(), names, null, columns.least());
      };
    }

    /** The only target of rows without named columns; none if it is ignored. */
    public static Targets ofLabel(TargetColumns columns, RequiredColumns.Labels labels) {
      return labels == RequiredColumns.Labels.IGNORED ? NONE : of(columns, List.of("label"));
    }

    /** The targets of a program's rows, whose names are in the settings; none if ignored. */
    public static Targets ofSamples(TargetColumns columns, RequiredColumns.Labels labels) {
      return labels == RequiredColumns.Labels.IGNORED
          ? NONE
          : of(columns, columns.columns("label"));
    }

    /** How many numbers or flags a row has. */
    public int size() {
      return names.size();
    }

    /** Whether the labels of a row are named in a text. */
    public boolean areNames() {
      return separator != null;
    }
  }

  /** How a row's numbers are stored. */
  public enum Form {
    DENSE,
    /** Only the numbers that are not 0. */
    SPARSE
  }

  /** Rows with features, label and weight alone. */
  public RowShape(List<InputColumn> columns, Form form) {
    this(columns, form, IdentityColumns.NONE, Targets.NONE);
  }

  /** The same rows with targets. */
  public RowShape with(Targets others) {
    return new RowShape(columns, form, identity, others);
  }

  /** The same rows with more columns, read to divide them. */
  public RowShape with(IdentityColumns columnsToDivideBy) {
    return new RowShape(columns, form, columnsToDivideBy, targets);
  }

  /** Rows of a table, sparse only if the settings say so. */
  public static RowShape ofTable(List<InputColumn> columns, InputSettings.Layout layout) {
    return new RowShape(columns, layout == InputSettings.Layout.SPARSE ? Form.SPARSE : Form.DENSE);
  }

  /** How many numbers a row has, in all columns but those of categories. */
  public int numbers() {
    return columns.stream().filter(c -> !isCategory(c)).mapToInt(InputColumn::size).sum();
  }

  public int categories() {
    return categoryColumns().size();
  }

  public List<InputColumn> categoryColumns() {
    return columns.stream().filter(RowShape::isCategory).toList();
  }

  /** The feature name of the number at an index. */
  public String nameOfNumber(int index) {
    int left = index;
    for (InputColumn column : columns) {
      if (!isCategory(column)) {
        if (left < column.size()) {
          return column.featureName(left);
        }
        left -= column.size();
      }
    }
    throw new IllegalArgumentException(index + " is not below " + numbers());
  }

  public static boolean isCategory(InputColumn column) {
    return column.kind() == InputColumn.Kind.CATEGORY;
  }
}
