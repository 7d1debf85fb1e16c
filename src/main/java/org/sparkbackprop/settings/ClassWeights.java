package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.error.DataException;

/** How often the samples of each class count in training. */
@FunctionalInterface
public interface ClassWeights {

  /**
   * The weight of each class, which multiplies the weights of its samples.
   *
   * @param classNames in the order of the classes
   * @param labelCounts how many rows there are of each label, whatever their weights
   * @return a positive number a class, in their order; empty if all samples count as they are
   * @throws DataException if these weights do not belong to these classes
   */
  double[] of(List<String> classNames, Map<String, Long> labelCounts);

  /** Samples count as they are. */
  static ClassWeights none() {
    return (classNames, labelCounts) -> new double[0];
  }

  /**
   * n / (K n_k) for class k, of which there are n_k of all n rows, where K classes have rows: each
   * class counts as much as any other (King and Zeng, Political Analysis 9, 2001; the {@code
   * balanced} of scikit-learn).
   */
  static ClassWeights balanced() {
    return (classNames, labelCounts) -> {
      double rows = labelCounts.values().stream().mapToLong(Long::longValue).sum();
      long classes = labelCounts.size();
      return classNames.stream()
          .mapToDouble(
              name -> labelCounts.containsKey(name) ? rows / (classes * labelCounts.get(name)) : 1)
          .toArray();
    };
  }

  /**
   * Weights by the name of the class; classes that are not named count once.
   *
   * @param weights positive finite numbers
   */
  static ClassWeights named(Map<String, Double> weights) {
    Map<String, Double> byName = Map.copyOf(weights);
    return (classNames, labelCounts) -> {
      List<String> unknown =
          byName.keySet().stream().filter(name -> !classNames.contains(name)).sorted().toList();
      if (!unknown.isEmpty()) {
        throw new DataException(
            "training.class-weights names %s; the classes are %s".formatted(unknown, classNames));
      }
      double[] inOrder = new double[classNames.size()];
      Arrays.setAll(inOrder, k -> byName.getOrDefault(classNames.get(k), 1.0));
      return inOrder;
    };
  }
}
