package org.sparkbackprop.metrics.classification;

import java.io.Serializable;
import java.util.List;

/**
 * What is measured of predicted classes.
 *
 * @param classes K, the number of classes, at least 2
 * @param rule how a class is predicted
 * @param topSizes the k of top-k accuracies, in ascending order, each below K
 */
public record ClassificationSetup(int classes, DecisionRule rule, List<Integer> topSizes)
    implements Serializable {

  private static final List<Integer> USUAL_TOP_SIZES = List.of(2, 3, 5);

  /**
   * Checks the numbers, and leaves out each k from K on, as any label is among the K best.
   *
   * @throws IllegalArgumentException if there are fewer than 2 classes, a threshold is given for
   *     more than 2, or a k is below 1
   */
  public ClassificationSetup {
    if (classes < 2) {
      throw new IllegalArgumentException("there are " + classes + " classes, not at least 2");
    }
    if (classes > 2 && rule.kind() == DecisionRule.Kind.THRESHOLD) {
      throw new IllegalArgumentException("a threshold is for 2 classes, not " + classes);
    }
    if (topSizes.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("top-k accuracies need k from 1 on, not " + topSizes);
    }
    topSizes = topSizes.stream().filter(k -> k < classes).distinct().sorted().toList();
  }

  /** The most probable class, and top-2, top-3 and top-5 accuracy where there are more classes. */
  public static ClassificationSetup of(int classes) {
    return of(classes, DecisionRule.mostProbable());
  }

  /** The same with another rule. */
  public static ClassificationSetup of(int classes, DecisionRule rule) {
    return new ClassificationSetup(classes, rule, USUAL_TOP_SIZES);
  }

  public boolean isBinary() {
    return classes == 2;
  }
}
