package org.sparkbackprop.metrics.classification;

import java.io.Serializable;

/**
 * How a class is predicted from probabilities.
 *
 * @param kind of the rule
 * @param positiveClass of two classes, the one whose errors are counted by kind
 * @param threshold of the positive class's probability, for {@link Kind#THRESHOLD} alone
 */
public record DecisionRule(Kind kind, int positiveClass, double threshold) implements Serializable {

  /** The kinds of rules. */
  public enum Kind {
    /** The class with the largest probability; the first of several. */
    MOST_PROBABLE,
    /** Of two classes the positive one if its probability is at least the threshold. */
    THRESHOLD
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the positive class is not 0 or 1, or the threshold NaN
   */
  public DecisionRule {
    if (positiveClass != 0 && positiveClass != 1) {
      throw new IllegalArgumentException("the positive class is " + positiveClass + ", not 0 or 1");
    }
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("the threshold is not a number");
    }
  }

  /** The most probable class; of two, class 1 is the positive one. */
  public static DecisionRule mostProbable() {
    return mostProbable(1);
  }

  /** The most probable class of any number; of two, this is the positive one. */
  public static DecisionRule mostProbable(int positiveClass) {
    return new DecisionRule(Kind.MOST_PROBABLE, positiveClass, 0.5);
  }

  /** Of two classes, the positive one if and only if its probability is at least the threshold. */
  public static DecisionRule atLeast(double threshold, int positiveClass) {
    return new DecisionRule(Kind.THRESHOLD, positiveClass, threshold);
  }
}
