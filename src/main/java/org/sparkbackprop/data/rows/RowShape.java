package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;

/**
 * The layout of rows as they are read.
 *
 * @param columns of the features, in their order; without categories if those are found in the data
 * @param form of the numbers
 * @param identity columns read to divide the data set
 */
public record RowShape(List<InputColumn> columns, Form form, IdentityColumns identity)
    implements Serializable {

  /** How a row's numbers are stored. */
  public enum Form {
    DENSE,
    /** Only the numbers that are not 0. */
    SPARSE
  }

  /** Rows with features, label and weight alone. */
  public RowShape(List<InputColumn> columns, Form form) {
    this(columns, form, IdentityColumns.NONE);
  }

  /** The same rows with more columns, read to divide them. */
  public RowShape with(IdentityColumns columnsToDivideBy) {
    return new RowShape(columns, form, columnsToDivideBy);
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
