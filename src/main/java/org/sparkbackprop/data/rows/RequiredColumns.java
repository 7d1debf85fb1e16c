package org.sparkbackprop.data.rows;

import java.util.List;
import java.util.Optional;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * The columns required of a source.
 *
 * @param columns of the features in order, with their kinds, sizes and categories; if absent,
 *     whatever the source has
 * @param labels how labels, and with them weights, are treated
 * @param missing how missing values are treated
 * @param identity columns read to divide the rows
 * @param besides columns that are features only if the settings name them as such
 */
public record RequiredColumns(
    Optional<List<InputColumn>> columns,
    Labels labels,
    MissingValues.Policy missing,
    IdentityColumns identity,
    List<String> besides) {

  /** For rows that are not divided. */
  public RequiredColumns(
      Optional<List<InputColumn>> columns, Labels labels, MissingValues.Policy missing) {
    this(columns, labels, missing, IdentityColumns.NONE, List.of());
  }

  /** For rows without missing values that are not divided. */
  public RequiredColumns(Optional<List<InputColumn>> columns, Labels labels) {
    this(columns, labels, MissingValues.Policy.REFUSE);
  }

  /** How labels are treated. */
  public enum Labels {
    /** A row without a label is bad, and one without a weight if the settings name its column. */
    REQUIRED,
    /** Labels and weights are ignored. */
    IGNORED
  }

  /** For training: labels, and whatever features there are, without missing values. */
  public static RequiredColumns ofTraining() {
    return new RequiredColumns(Optional.empty(), Labels.REQUIRED);
  }

  /** For training on rows that are divided. */
  public static RequiredColumns ofTraining(
      MissingValues.Policy missing, HoldOutSettings heldOut, InputSettings input) {
    return new RequiredColumns(
        Optional.empty(),
        Labels.REQUIRED,
        missing,
        IdentityColumns.of(heldOut, input),
        heldOut.columns());
  }

  /** For an existing model. */
  public static RequiredColumns ofModel(Preparation preparation, Labels labels) {
    return new RequiredColumns(
        Optional.of(preparation.columns()), labels, preparation.missing().policy());
  }
}
