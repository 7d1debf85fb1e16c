package org.sparkbackprop.data.rows;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.settings.InputSettings;

/**
 * Where rows come from: the files or the table that settings name, or rows that a program gives.
 * Settings say in any case what becomes of bad rows, which classes there are and which of the
 * columns that have names are features.
 */
public interface Input {

  /**
   * Opens it.
   *
   * @throws org.sparkbackprop.error.DataException if the data are not what they must be, as far as
   *     can be seen by now
   * @throws org.sparkbackprop.storage.StorageException if a file is missing or cannot be read
   */
  RowSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need);

  /** What messages call it. */
  String name(InputSettings settings);

  /** Whether its columns have names by which settings can leave one out. */
  boolean hasNamedColumns(InputSettings settings);

  /** What stands for a missing label, unless it is the name of a class. */
  default MissingTexts missingLabels(InputSettings settings) {
    return new MissingTexts(settings.columns().missingTexts());
  }
}
