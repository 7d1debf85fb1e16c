package org.sparkbackprop.data.scan;

import java.util.List;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.InputColumn;

/** Where the numbers and categories of a row stand among the features. */
public final class FeatureLayout {

  private final int[] ofNumbers;
  private final int[] ofCategories;

  /** The places for these columns, whose categories are known. */
  public FeatureLayout(List<InputColumn> columns) {
    RowShape shape = new RowShape(columns, RowShape.Form.DENSE);
    ofNumbers = new int[shape.numbers()];
    ofCategories = new int[shape.categories()];
    int feature = 0;
    int number = 0;
    int category = 0;
    for (InputColumn column : columns) {
      if (RowShape.isCategory(column)) {
        ofCategories[category++] = feature;
      } else {
        for (int i = 0; i < column.size(); i++) {
          ofNumbers[number++] = feature + i;
        }
      }
      feature += column.features();
    }
  }

  /** The feature that a number is. */
  public int ofNumber(int place) {
    return ofNumbers[place];
  }

  /** The feature that the first category of a column of categories is. */
  public int ofCategories(int column) {
    return ofCategories[column];
  }
}
