package org.sparkbackprop.data;

import org.sparkbackprop.error.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;

/**
 * How rows are to be prepared; what numbers that takes, the trained rows say.
 *
 * @param method of standardisation; {@link Standardisation.Method#DIVIDE} is by the input's divisor
 * @param missing what becomes of missing values
 * @param constant that they become under {@link MissingValues.Policy#CONSTANT}
 * @param unknown what becomes of categories that the model does not know
 */
public record PreparationSettings(
    Standardisation.Method method,
    MissingValues.Policy missing,
    double constant,
    Preparation.UnknownCategories unknown) {

  /** Numbers are divided by the input's divisor; missing values and new categories are refused. */
  public static PreparationSettings simple() {
    return new PreparationSettings(
        Standardisation.Method.DIVIDE,
        MissingValues.Policy.REFUSE,
        Double.NaN,
        Preparation.UnknownCategories.REFUSED);
  }

  /** Whether the statistics of the numbers are needed. */
  boolean needsStatistics() {
    return method == Standardisation.Method.Z_SCORE
        || method == Standardisation.Method.MIN_MAX
        || missing == MissingValues.Policy.MEAN;
  }

  /**
   * The preparation for what was found in the data.
   *
   * @param columns with their categories
   * @throws DataException if a column has no value to take a mean of
   */
  Preparation fit(InputScan scan, List<InputColumn> columns, List<String> classes, double divisor) {
    FeatureStatistics statistics =
        needsStatistics() ? scan.statistics().orElseThrow() : new FeatureStatistics(0);
    FeaturePlaces places = new FeaturePlaces(columns);
    return new Preparation(
        columns,
        classes,
        standardisation(columns, places, statistics, divisor),
        missingValues(scan, columns, places, statistics),
        unknown);
  }

  private Standardisation standardisation(
      List<InputColumn> columns, FeaturePlaces places, FeatureStatistics found, double divisor) {
    if (method == Standardisation.Method.NONE) {
      return Standardisation.none();
    }
    if (method == Standardisation.Method.DIVIDE) {
      return Standardisation.divide(divisor, columns);
    }
    int features = columns.stream().mapToInt(InputColumn::features).sum();
    double[] shift = new double[features];
    double[] scale = new double[features];
    Arrays.fill(scale, 1);
    int number = 0;
    for (InputColumn column : columns) {
      int numbers = RowShape.isCategory(column) ? 0 : column.size();
      for (int i = 0; i < numbers; i++, number++) {
        if (column.isStandardised() && found.count(number) > 0) {
          boolean byRange = method == Standardisation.Method.MIN_MAX;
          double width =
              byRange ? found.most(number) - found.least(number) : found.deviation(number);
          int feature = places.ofNumber(number);
          shift[feature] = byRange ? found.least(number) : found.mean(number);
          scale[feature] = usable(width, feature, columns);
        }
      }
    }
    return Standardisation.byFeature(method, shift, scale);
  }

  /** A feature that is the same in all rows is 0 then, whatever its scale. */
  private static double usable(double width, int feature, List<InputColumn> columns) {
    if (!Double.isFinite(width)) {
      throw new DataException(
          ("the values of feature %s reach so far that their range is no number; correct the rows,"
                  + " or say preparation.standardisation = z-score")
              .formatted(names(columns).get(feature)));
    }
    return width > 0 ? width : 1;
  }

  private MissingValues missingValues(
      InputScan scan,
      List<InputColumn> columns,
      FeaturePlaces places,
      FeatureStatistics statistics) {
    return switch (missing) {
      case REFUSE -> MissingValues.refused();
      case CONSTANT -> MissingValues.constant(constant);
      case MEAN -> MissingValues.means(means(scan, columns, places, statistics));
    };
  }

  private static double[] means(
      InputScan scan, List<InputColumn> columns, FeaturePlaces places, FeatureStatistics found) {
    double[] means = new double[columns.stream().mapToInt(InputColumn::features).sum()];
    int numbers = new RowShape(columns, RowShape.Form.DENSE).numbers();
    for (int number = 0; number < numbers; number++) {
      if (found.count(number) == 0) {
        throw new DataException(
            "feature %s has no value in any row, and so no mean"
                .formatted(names(columns).get(places.ofNumber(number))));
      }
      int feature = places.ofNumber(number);
      means[feature] = found.mean(number);
      usable(means[feature], feature, columns);
    }
    int category = 0;
    for (InputColumn column : columns) {
      if (RowShape.isCategory(column)) {
        Map<String, Long> counts = scan.categoryCounts(category);
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        for (int k = 0; k < column.features(); k++) {
          long count = counts.getOrDefault(column.categories().get(k), 0L);
          means[places.ofCategories(category) + k] = all == 0 ? 0 : count / all;
        }
        category++;
      }
    }
    return means;
  }

  private static List<String> names(List<InputColumn> columns) {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.addAll(column.featureNames()));
    return names;
  }
}
