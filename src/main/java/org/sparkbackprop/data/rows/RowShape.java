package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.util.List;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;

/**
 * What rows look like as they are read.
 *
 * @param columns of the features, in their order; without categories where those are to be found
 * @param form of the numbers
 * @param identity what else is read of a row, to divide the data set
 */
public record RowShape(List<InputColumn> columns, Form form, IdentityColumns identity)
    implements Serializable {

  /** How a row's numbers are held. */
  public enum Form {
    /** All of them. */
    DENSE,
    /** Those that are not 0. */
    SPARSE
  }

  /** Rows of which nothing is read beside features, label and weight. */
  public RowShape(List<InputColumn> columns, Form form) {
    this(columns, form, IdentityColumns.NONE);
  }

  /** The same rows, of which these columns are read too. */
  public RowShape with(IdentityColumns columnsToDivideBy) {
    return new RowShape(columns, form, columnsToDivideBy);
  }

  /** Rows of a table, which are read sparse only where that is asked for. */
  public static RowShape ofTable(List<InputColumn> columns, InputSettings.Layout layout) {
    return new RowShape(columns, layout == InputSettings.Layout.SPARSE ? Form.SPARSE : Form.DENSE);
  }

  /** How many numbers a row has: those of the columns that are no categories. */
  public int numbers() {
    return columns.stream().filter(c -> !isCategory(c)).mapToInt(InputColumn::size).sum();
  }

  /** How many columns of categories there are. */
  public int categories() {
    return (int) columns.stream().filter(RowShape::isCategory).count();
  }

  /** The columns of categories, in their order. */
  public List<InputColumn> categoryColumns() {
    return columns.stream().filter(RowShape::isCategory).toList();
  }

  /** The name of the feature that the number at a place becomes. */
  public String nameOfNumber(int place) {
    int left = place;
    for (InputColumn column : columns) {
      if (!isCategory(column)) {
        if (left < column.size()) {
          return column.featureName(left);
        }
        left -= column.size();
      }
    }
    throw new IllegalArgumentException(place + " is not below " + numbers());
  }

  public static boolean isCategory(InputColumn column) {
    return column.kind() == InputColumn.Kind.CATEGORY;
  }
}
