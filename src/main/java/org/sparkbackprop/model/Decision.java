package org.sparkbackprop.model;

import java.io.Serializable;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * How one of two classes is chosen by its probability; of more classes, it is the most probable
 * one.
 *
 * @param positiveClass the class whose errors count differently, 0 or 1
 * @param threshold the least probability for which the positive class is chosen; NaN: the more
 *     probable class is chosen
 * @param rule by which the threshold was chosen, in a few words; empty without a threshold
 */
public record Decision(int positiveClass, double threshold, String rule) implements Serializable {

  /** The most probable class, of equals the first; of two, the second is the positive one. */
  public static final Decision MOST_PROBABLE = new Decision(1, Double.NaN, "");

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the class is not 0 or 1, or the threshold is infinite
   */
  public Decision {
    if (positiveClass < 0 || positiveClass > 1 || Double.isInfinite(threshold)) {
      throw new IllegalArgumentException(
          "class %s cannot have the threshold %s".formatted(positiveClass, threshold));
    }
  }

  /** The more probable class, where this one is the positive one. */
  public static Decision mostProbable(int positiveClass) {
    return new Decision(positiveClass, Double.NaN, "");
  }

  /** Whether there is a threshold. */
  public boolean hasThreshold() {
    return !Double.isNaN(threshold);
  }

  /** The index of the chosen class. */
  public int choose(double[] probabilities) {
    if (!hasThreshold()) {
      return Model.mostProbable(probabilities);
    }
    return probabilities[positiveClass] >= threshold ? positiveClass : 1 - positiveClass;
  }

  /**
   * The index of the chosen class of a row.
   *
   * @param probabilities (rows × classes)
   */
  public int choose(DoubleMatrix probabilities, int row) {
    if (hasThreshold()) {
      return probabilities.element(row, positiveClass) >= threshold
          ? positiveClass
          : 1 - positiveClass;
    }
    int best = 0;
    for (int k = 1; k < probabilities.columns(); k++) {
      best = probabilities.element(row, k) > probabilities.element(row, best) ? k : best;
    }
    return best;
  }
}
