package org.sparkbackprop.training.loop;

import java.util.Locale;

/**
 * Something that makes a model of little use, though its training came to an end.
 *
 * @param kind of it
 * @param sentence what was seen, with figures, and what to do
 */
public record Concern(Kind kind, String sentence) {

  /** The kinds, each with a code of the same name in {@code metrics.json}. */
  public enum Kind {
    /** The cost over the training rows is higher than before the first step. */
    COST_ROSE,
    /** No unit of a layer is moved by any row: nothing behind it depends on the features. */
    DEAD_LAYER,
    /** All units of a layer are saturated for every row, where there is still much to learn. */
    SATURATED_LAYER,
    /** All rows are taken for one class, though there are several. */
    ONE_CLASS,
    /** Who always said the most frequent class would be right as often. */
    NO_BETTER_THAN_ONE_CLASS,
    /** Who always gave each class the probability of its share would have a lower cost. */
    COST_ABOVE_SHARES,
    /** The accuracy over rows held out is far below that over the training rows. */
    VALIDATION_FAR_BELOW,
    /** The cost over rows held out was lowest before the first step, and rose from there. */
    VALIDATION_COST_ROSE;

    /** The code in files. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
