package org.sparkbackprop.training.loop;

import java.util.Locale;

/**
 * A reason to doubt a trained model.
 *
 * @param kind of it
 * @param sentence what was found, with figures, and what to do
 */
public record Concern(Kind kind, String sentence) {

  /** The kinds, each with a code of the same name in {@code metrics.json}. */
  public enum Kind {
    /** The cost over the training rows is higher than before the first step. */
    COST_ROSE,
    /** All units of a layer are 0 for every row: the outputs do not depend on the features. */
    DEAD_LAYER,
    /** All units of a layer are saturated for every row, though there is still much to learn. */
    SATURATED_LAYER,
    /** All rows are predicted as one class, though there are several. */
    ONE_CLASS,
    /** Always predicting the most frequent class would be as accurate. */
    NO_BETTER_THAN_ONE_CLASS,
    /** The shares of the classes as probabilities would have a lower cost. */
    COST_ABOVE_SHARES,
    /** Always predicting the mean of the targets would be as good. */
    NO_BETTER_THAN_MEAN,
    /** The accuracy on held-out rows is far below that on the training rows. */
    VALIDATION_FAR_BELOW,
    /** The cost on held-out rows was lowest before the first step, and rose from there. */
    VALIDATION_COST_ROSE;

    /** The code in files. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
