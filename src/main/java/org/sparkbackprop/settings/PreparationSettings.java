package org.sparkbackprop.settings;

import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;

/**
 * How rows are prepared; the statistics that this takes are those of the training rows.
 *
 * @param method of standardisation; {@link Standardisation.Method#DIVIDE} is by the input's divisor
 * @param missing what happens to missing values
 * @param constant their replacement under {@link MissingValues.Policy#CONSTANT}
 * @param unknown what happens to categories that the model does not know
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

  /** Whether means, deviations and ranges of the numbers are needed. */
  public boolean needsMoments() {
    return method == Standardisation.Method.Z_SCORE
        || method == Standardisation.Method.MIN_MAX
        || missing == MissingValues.Policy.MEAN;
  }

  /** Whether quantiles of the numbers are needed. */
  public boolean needsQuantiles() {
    return method == Standardisation.Method.ROBUST;
  }
}
