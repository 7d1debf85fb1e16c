package org.sparkbackprop.data;

import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.settings.PreparationSettings;

/** How the rows of a training are prepared, which may depend on their source. */
public interface PreparationChoice {

  /** What is known before the source is open: whether missing values may be refused. */
  PreparationSettings expected();

  /** How rows of a source are prepared. */
  PreparationSettings of(RowSource source);

  /** The same for all sources. */
  static PreparationChoice always(PreparationSettings settings) {
    return new PreparationChoice() {
      @Override
      public PreparationSettings expected() {
        return settings;
      }

      @Override
      public PreparationSettings of(RowSource source) {
        return settings;
      }
    };
  }
}
