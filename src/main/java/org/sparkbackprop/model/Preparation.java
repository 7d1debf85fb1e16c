package org.sparkbackprop.model;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What is done to a row before the network sees it; it travels with the model, so that new rows are
 * prepared as those it was trained on.
 *
 * @param featureNames names of the inputs, in the network's order
 * @param classNames names of the classes, in the network's order
 * @param divisor every feature is divided by this; 1 leaves it as it is
 */
public record Preparation(List<String> featureNames, List<String> classNames, double divisor)
    implements Serializable {

  /**
   * Checks the divisor.
   *
   * @throws IllegalArgumentException if it is not a positive finite number
   */
  public Preparation {
    featureNames = List.copyOf(featureNames);
    classNames = List.copyOf(classNames);
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException(
          "features cannot be divided by " + divisor + ", only by a positive number");
    }
  }

  /** Number of inputs. */
  public int features() {
    return featureNames.size();
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** A feature's value as the network sees it. */
  public double prepare(double value) {
    return value / divisor;
  }

  /** Labels in the order of classes: by number if all are integers, else by code point. */
  public static List<String> inClassOrder(Collection<String> labels) {
    boolean integers = labels.stream().allMatch(label -> label.matches("[+-]?\\d{1,30}"));
    Comparator<String> byCodePoint = Preparation::compareCodePoints;
    Comparator<String> order =
        integers
            ? Comparator.comparing((String label) -> new BigInteger(label))
                .thenComparing(byCodePoint)
            : byCodePoint;
    return labels.stream().sorted(order).toList();
  }

  private static int compareCodePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    return Arrays.compare(left, right);
  }
}
