package org.sparkbackprop.data;

import java.util.List;
import java.util.Optional;

/**
 * What the reader of a source needs of it.
 *
 * @param features names of the features in the order wanted; whatever there is if absent
 * @param labels whether rows must have labels
 */
public record Expectation(Optional<List<String>> features, Labels labels) {

  /** Whether rows must have labels. */
  public enum Labels {
    /** Rows without a label are an error. */
    REQUIRED,
    /** A source without labels will do. */
    OPTIONAL
  }

  /** What training needs: labels, and whatever features there are. */
  public static Expectation ofTraining() {
    return new Expectation(Optional.empty(), Labels.REQUIRED);
  }
}
