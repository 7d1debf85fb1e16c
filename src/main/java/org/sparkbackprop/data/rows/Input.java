package org.sparkbackprop.data.rows;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.settings.InputSettings;

/**
 * Where rows come from: the files or the table that settings name, or rows given by a program. In
 * either case the settings say how bad rows are treated, which classes there are and which named
 * columns are features.
 */
public interface Input {

  /**
   * Opens it.
   *
   * @throws org.sparkbackprop.error.DataException if a fault of the data can be seen already
   * @throws org.sparkbackprop.storage.StorageException if a file is missing or cannot be read
   */
  RowSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need);

  /** Its name in messages. */
  String name(InputSettings settings);

  /** Whether its columns have names, so that settings can leave one out. */
  boolean hasNamedColumns(InputSettings settings);

  /** Texts that mean a missing label, unless they are names of classes. */
  default MissingTexts missingLabels(InputSettings settings) {
    return new MissingTexts(settings.columns().missingTexts());
  }
}
