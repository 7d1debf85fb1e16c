package org.sparkbackprop.data.source.libsvm;

import java.io.Serializable;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.settings.TextSettings;

/**
 * What is done with the parts of a line of LibSVM.
 *
 * @param shape of the rows; larger indices than it has numbers are faults
 * @param labels whether they are looked at
 * @param lists what becomes of several labels in one
 * @param missingTexts what stands for a missing value
 * @param text how it is read
 */
public record LibsvmColumns(
    RowShape shape,
    RequiredColumns.Labels labels,
    LabelLists lists,
    MissingTexts missingTexts,
    TextSettings text)
    implements Serializable {

  /** What becomes of labels such as 1,3, which files have whose rows are of several classes. */
  public enum LabelLists {
    /** The row is bad. */
    REFUSED,
    /** Classes are known, and so is whether it is one of them. */
    TAKEN
  }
}
