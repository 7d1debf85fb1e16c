package org.sparkbackprop.data.pack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.FeatureLayout;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;

/** Turns a row into the inputs that the network sees. Not safe for use by several threads. */
final class RowEncoder {

  private static final int NO_MARK = -1;

  private final Preparation preparation;
  private final boolean numbersAlone;
  private final FeatureLayout layout;
  private final List<Map<String, Integer>> categories = new ArrayList<>();
  private final List<InputColumn> categoryColumns = new ArrayList<>();

  /** Of the row; its features come first. */
  private final double[] inputs;

  /** The mark of each feature where it is missing; none if no feature is marked. */
  private final int[] marks;

  private final RowBuffer sparse = new RowBuffer(new RowShape(List.of(), RowShape.Form.SPARSE));

  RowEncoder(Preparation preparation) {
    this.preparation = preparation;
    this.layout = new FeatureLayout(preparation.columns());
    for (InputColumn column : preparation.columns()) {
      if (RowShape.isCategory(column)) {
        Map<String, Integer> numbers = new HashMap<>();
        column.categories().forEach(category -> numbers.put(category, numbers.size()));
        categories.add(numbers);
        categoryColumns.add(column);
      }
    }
    this.numbersAlone = categories.isEmpty();
    this.inputs = new double[preparation.inputs()];
    this.marks = marks(preparation);
  }

  private static int[] marks(Preparation preparation) {
    int[] marked = preparation.added().marked();
    int[] marks = new int[marked.length == 0 ? 0 : preparation.features()];
    Arrays.fill(marks, NO_MARK);
    for (int i = 0; i < marked.length; i++) {
      marks[marked[i]] = preparation.features() + i;
    }
    return marks;
  }

  int inputs() {
    return inputs.length;
  }

  /** All inputs of a row, zeros included; shared, valid until the next call. */
  double[] dense(RowBuffer row) {
    double[] numbers = row.numbers();
    if (numbersAlone && !row.isIncomplete() && !row.isSparse()) {
      if (inputs.length == numbers.length) {
        Standardisation standardisation = preparation.standardisation();
        for (int j = 0; j < inputs.length; j++) {
          inputs[j] = standardisation.apply(j, numbers[j]);
        }
      } else {
        preparation.encode(numbers, inputs);
      }
      return finite(inputs);
    }
    Arrays.fill(inputs, 0);
    for (int number = 0; number < numbers.length; number++) {
      inputs[layout.ofNumber(number)] = numbers[number];
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      inputs[layout.ofNumber(row.indices()[i])] = row.values()[i];
    }
    for (int c = 0; c < categories.size(); c++) {
      putCategory(row.categories()[c], c, layout.ofCategories(c));
    }
    preparation.encode(inputs, inputs);
    return finite(inputs);
  }

  /** Numbers may be so large that they are not finite once they are standardised. */
  private double[] finite(double[] prepared) {
    double sum = 0;
    for (double x : prepared) {
      sum += 0 * x; // NaN as soon as one is not finite
    }
    for (int j = 0; Double.isNaN(sum) && j < prepared.length; j++) {
      requireFinite(j, prepared[j]);
    }
    return prepared;
  }

  /**
   * Requires a number that the network can compute with.
   *
   * @throws DataException if it is infinite or NaN
   */
  void requireFinite(int input, double prepared) {
    if (!Double.isFinite(prepared)) {
      throw new DataException(
          "feature %s of a row is too large: prepared, it is %s; correct the row or leave it out"
              .formatted(preparation.inputNames().get(input), prepared));
    }
  }

  /** The inputs of a row, in either form, that are not 0; shared, valid until the next call. */
  RowBuffer sparse(RowBuffer row) {
    sparse.clear();
    if (!row.isSparse()) {
      double[] all = dense(row);
      for (int j = 0; j < all.length; j++) {
        sparse.add(j, all[j]);
      }
      return sparse;
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      int feature = layout.ofNumber(row.indices()[i]);
      double prepared = preparation.prepare(feature, row.values()[i]);
      requireFinite(feature, prepared);
      sparse.add(feature, prepared);
      if (marks.length > 0 && marks[feature] != NO_MARK && Double.isNaN(row.values()[i])) {
        sparse.add(marks[feature], 1);
      }
    }
    for (int c = 0; c < categories.size(); c++) {
      addCategory(row.categories()[c], c, layout.ofCategories(c));
    }
    return sparse;
  }

  private void addCategory(String category, int column, int first) {
    if (category == null) {
      int features = categoryColumns.get(column).features();
      for (int feature = first; feature < first + features; feature++) {
        sparse.add(feature, preparation.prepare(feature, Double.NaN));
      }
      return;
    }
    int place = place(category, column);
    if (place >= 0) {
      sparse.add(first + place, preparation.prepare(first + place, 1));
    }
  }

  private void putCategory(String category, int column, int first) {
    if (category == null) {
      Arrays.fill(inputs, first, first + categoryColumns.get(column).features(), Double.NaN);
      return;
    }
    int place = place(category, column);
    if (place >= 0) {
      inputs[first + place] = 1;
    }
  }

  /** The place of a category's feature in its column; negative if all of them are 0. */
  private int place(String category, int column) {
    Integer known = categories.get(column).get(category);
    if (known != null) {
      return known;
    }
    return switch (preparation.unknownCategories()) {
      // in the first pass all categories were known, or the rows were refused
      case REFUSED -> throw DataException.inputChanged();
      case ZEROS -> -1;
      case OTHER -> categoryColumns.get(column).placeOf(InputColumn.Level.OTHER);
    };
  }
}
