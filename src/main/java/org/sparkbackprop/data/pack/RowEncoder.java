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

/** Makes of a row the features as the network sees them. Not for use by two threads at once. */
final class RowEncoder {

  private final Preparation preparation;
  private final boolean numbersAlone;
  private final FeatureLayout places;
  private final List<Map<String, Integer>> categories = new ArrayList<>();
  private final double[] features;
  private final SparseFeatures sparse = new SparseFeatures();

  /** An encoder; a preparation's categories are known. */
  RowEncoder(Preparation preparation) {
    this.preparation = preparation;
    this.places = new FeatureLayout(preparation.columns());
    for (InputColumn column : preparation.columns()) {
      if (RowShape.isCategory(column)) {
        Map<String, Integer> numbers = new HashMap<>();
        column.categories().forEach(category -> numbers.put(category, numbers.size()));
        categories.add(numbers);
      }
    }
    this.numbersAlone = categories.isEmpty();
    this.features = new double[preparation.features()];
  }

  /** All features of a row, zeros included; shared, valid until the next. */
  double[] dense(RowBuffer row) {
    double[] numbers = row.numbers();
    if (numbersAlone && !row.isIncomplete() && !row.isSparse()) {
      Standardisation standardisation = preparation.standardisation();
      for (int j = 0; j < features.length; j++) {
        features[j] = standardisation.apply(j, numbers[j]);
      }
      return finite(features);
    }
    Arrays.fill(features, 0);
    for (int place = 0; place < numbers.length; place++) {
      features[places.ofNumber(place)] = numbers[place];
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      features[places.ofNumber(row.places()[i])] = row.values()[i];
    }
    for (int c = 0; c < categories.size(); c++) {
      putCategory(row.categories()[c], categories.get(c), places.ofCategories(c));
    }
    for (int j = 0; j < features.length; j++) {
      features[j] = preparation.prepare(j, features[j]);
    }
    return finite(features);
  }

  /** Finite numbers may lie so far off that they are none when they are standardised. */
  private double[] finite(double[] prepared) {
    double sum = 0;
    for (double x : prepared) {
      sum += 0 * x; // 0, but for what is infinite or none
    }
    for (int j = 0; Double.isNaN(sum) && j < prepared.length; j++) {
      requireFinite(j, prepared[j]);
    }
    return prepared;
  }

  /**
   * Requires a number that the network can compute with.
   *
   * @throws DataException if it is infinite or none
   */
  void requireFinite(int feature, double prepared) {
    if (!Double.isFinite(prepared)) {
      throw new DataException(
          "feature %s of a row is too large: prepared, it is %s; correct the row or leave it out"
              .formatted(preparation.featureNames().get(feature), prepared));
    }
  }

  /** The features that are not 0 of a row in either form; shared, valid until the next. */
  SparseFeatures sparse(RowBuffer row) {
    sparse.clear();
    if (!row.isSparse()) {
      double[] all = dense(row);
      for (int j = 0; j < all.length; j++) {
        sparse.put(j, all[j]);
      }
      return sparse;
    }
    for (int i = 0; i < row.nonZeros(); i++) {
      int feature = places.ofNumber(row.places()[i]);
      double prepared = preparation.prepare(feature, row.values()[i]);
      requireFinite(feature, prepared);
      sparse.put(feature, prepared);
    }
    for (int c = 0; c < categories.size(); c++) {
      putSparseCategory(row.categories()[c], categories.get(c), places.ofCategories(c));
    }
    return sparse;
  }

  private void putSparseCategory(String category, Map<String, Integer> known, int first) {
    if (category == null) {
      for (int feature = first; feature < first + known.size(); feature++) {
        sparse.put(feature, preparation.prepare(feature, Double.NaN));
      }
    } else if (known.containsKey(category)) {
      int feature = first + known.get(category);
      sparse.put(feature, preparation.prepare(feature, 1));
    } else {
      requireUnknownAllowed();
    }
  }

  private void putCategory(String category, Map<String, Integer> known, int first) {
    if (category == null) {
      Arrays.fill(features, first, first + known.size(), Double.NaN);
    } else if (known.containsKey(category)) {
      features[first + known.get(category)] = 1;
    } else {
      requireUnknownAllowed();
    }
  }

  /** All categories were known when the rows were looked at, or the rows were refused. */
  private void requireUnknownAllowed() {
    if (preparation.unknownCategories() == Preparation.UnknownCategories.REFUSED) {
      throw DataException.inputChanged();
    }
  }
}
