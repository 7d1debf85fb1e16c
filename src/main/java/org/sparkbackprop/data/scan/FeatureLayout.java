package org.sparkbackprop.data.scan;

import java.util.List;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.model.InputColumn;

/** Which features the numbers and categories of a row become. */
public final class FeatureLayout {

  private final int[] ofNumbers;
  private final int[] ofCategories;
  private final int features;

  /** The layout of these columns, whose categories are known. */
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
    features = feature;
  }

  int numbers() {
    return ofNumbers.length;
  }

  int features() {
    return features;
  }

  /** The feature of a number. */
  public int ofNumber(int place) {
    return ofNumbers[place];
  }

  /** The feature of the first category of a category column. */
  public int ofCategories(int column) {
    return ofCategories[column];
  }
}
