package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.Optional;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * What the reader of a source needs of it.
 *
 * @param columns of the features in the order wanted, with their kinds, sizes and categories;
 *     whatever there is if absent
 * @param labels what is made of labels, and with them of weights
 * @param missing what becomes of missing values
 * @param identity what else is read of rows, to divide them
 * @param besides columns that are features only where the settings name them as such
 */
public record RequiredColumns(
    Optional<List<InputColumn>> columns,
    Labels labels,
    MissingValues.Policy missing,
    IdentityColumns identity,
    List<String> besides) {

  /** An expectation of rows that are not divided. */
  public RequiredColumns(
      Optional<List<InputColumn>> columns, Labels labels, MissingValues.Policy missing) {
    this(columns, labels, missing, IdentityColumns.NONE, List.of());
  }

  /** An expectation of rows without missing values, which are not divided. */
  public RequiredColumns(Optional<List<InputColumn>> columns, Labels labels) {
    this(columns, labels, MissingValues.Policy.REFUSE);
  }

  /** What is made of labels. */
  public enum Labels {
    /** Rows without a label are bad, and without a weight if the settings name its column. */
    REQUIRED,
    /** Labels and weights are not looked at, whether there are any or not. */
    IGNORED
  }

  /** What training needs: labels, and whatever features there are. */
  public static RequiredColumns ofTraining(MissingValues.Policy missing) {
    return new RequiredColumns(Optional.empty(), Labels.REQUIRED, missing);
  }

  /** What training needs that refuses missing values. */
  public static RequiredColumns ofTraining() {
    return ofTraining(MissingValues.Policy.REFUSE);
  }

  /** The same where rows are divided. */
  public static RequiredColumns ofTraining(
      MissingValues.Policy missing, HoldOutSettings heldOut, InputSettings input) {
    return new RequiredColumns(
        Optional.empty(),
        Labels.REQUIRED,
        missing,
        IdentityColumns.of(heldOut, input),
        heldOut.columns());
  }

  /** What a model needs. */
  public static RequiredColumns ofModel(Preparation preparation, Labels labels) {
    return new RequiredColumns(
        Optional.of(preparation.columns()), labels, preparation.missing().policy());
  }
}
