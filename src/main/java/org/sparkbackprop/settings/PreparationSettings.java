package org.sparkbackprop.settings;

import java.util.Optional;
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
 * @param categories which categories are rare, and what a missing one is
 * @param marksMissing whether a number that some training rows lack gets a second input, which is 1
 *     where it is missing
 * @param bins of each number besides the number itself, each an input; none if absent
 */
public record PreparationSettings(
    Standardisation.Method method,
    MissingValues.Policy missing,
    double constant,
    Preparation.UnknownCategories unknown,
    Categories categories,
    boolean marksMissing,
    Optional<Bins> bins) {

  /**
   * Of columns of categories.
   *
   * @param fewestRows of the training rows that a category has if it is not rare; 1 if none are
   * @param missing how a missing category is treated
   */
  public record Categories(int fewestRows, Preparation.MissingCategories missing) {

    /** None are rare, and missing ones are treated like missing numbers. */
    public static Categories simple() {
      return new Categories(1, Preparation.MissingCategories.LIKE_NUMBERS);
    }
  }

  /**
   * Bins of a number, all with about as many values.
   *
   * @param fewest of a column of few values
   * @param most of a column of many values
   * @param valuesOfEach in between
   */
  public record Bins(int fewest, int most, long valuesOfEach) {

    /** Chosen by the number of values: more bins need more values to learn from. */
    public static final Bins AUTOMATIC = new Bins(8, 32, 100);

    /** As many for every number. */
    public static Bins exactly(int number) {
      return new Bins(number, number, 1);
    }

    /** The number of bins of a column. */
    public int of(long values) {
      return (int) Math.max(fewest, Math.min(most, values / valuesOfEach));
    }
  }

  /** Each feature is an input of the network, and there are no others. */
  public PreparationSettings(
      Standardisation.Method method,
      MissingValues.Policy missing,
      double constant,
      Preparation.UnknownCategories unknown) {
    this(method, missing, constant, unknown, Categories.simple(), false, Optional.empty());
  }

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
    return method == Standardisation.Method.ROBUST
        || missing == MissingValues.Policy.MEDIAN
        || bins.isPresent();
  }
}
