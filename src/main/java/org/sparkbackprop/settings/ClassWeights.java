package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sparkbackprop.error.DataException;

/**
 * How much the samples of each class count in training.
 *
 * @param rule that gives a class its weight
 * @param byName positive finite numbers under {@link Rule#NAMED}; classes that are not named count
 *     once
 */
public record ClassWeights(Rule rule, Map<String, Double> byName) {

  /** How a class gets its weight. */
  public enum Rule {
    /** Samples count as they are. */
    NONE,
    /**
     * n / (K n_k) for class k with n_k of all n rows, where K classes have rows: each class counts
     * as much as any other (King and Zeng, Political Analysis 9, 2001; the {@code balanced} of
     * scikit-learn).
     */
    BALANCED,
    /** By the name of the class. */
    NAMED
  }

  /** Copies the weights. */
  public ClassWeights {
    byName = Map.copyOf(byName);
  }

  /** Samples count as they are. */
  public static ClassWeights none() {
    return new ClassWeights(Rule.NONE, Map.of());
  }

  /** Each class counts as much as any other. */
  public static ClassWeights balanced() {
    return new ClassWeights(Rule.BALANCED, Map.of());
  }

  /** Weights by the name of the class. */
  public static ClassWeights named(Map<String, Double> weights) {
    return new ClassWeights(Rule.NAMED, weights);
  }

  /**
   * The weight of each class, which multiplies the weights of its samples.
   *
   * @param classNames in the order of the classes
   * @param labelCounts number of rows of each label, regardless of their weights
   * @return one positive number per class, in order; empty if all samples count as they are
   * @throws DataException if a weight names an unknown class
   */
  public double[] of(List<String> classNames, Map<String, Long> labelCounts) {
    return switch (rule) {
      case NONE -> new double[0];
      case BALANCED -> balanced(classNames, labelCounts);
      case NAMED -> named(classNames);
    };
  }

  private static double[] balanced(List<String> classNames, Map<String, Long> labelCounts) {
    double rows = labelCounts.values().stream().mapToLong(Long::longValue).sum();
    long classes = labelCounts.size();
    return classNames.stream()
        .mapToDouble(
            name -> labelCounts.containsKey(name) ? rows / (classes * labelCounts.get(name)) : 1)
        .toArray();
  }

  private double[] named(List<String> classNames) {
    List<String> unknown =
        byName.keySet().stream().filter(name -> !classNames.contains(name)).sorted().toList();
    if (!unknown.isEmpty()) {
      throw new DataException(
          "training.class-weights names %s; the classes are %s".formatted(unknown, classNames));
    }
    double[] inOrder = new double[classNames.size()];
    Arrays.setAll(inOrder, k -> byName.getOrDefault(classNames.get(k), 1.0));
    return inOrder;
  }
}
