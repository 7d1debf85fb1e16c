package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.model.Preparation;

/**
 * The classes, and which of them a label means: the one with the same text, or, where all classes
 * are numbers, the one with the same value. Then 1, 1.0 and 1e0 are one class. A number with a
 * leading zero, such as 01, is a text, because article numbers and postcodes are written that way.
 *
 * <p>Not safe for use by several threads.
 */
public final class ClassNames implements Serializable {

  private static final long serialVersionUID = 1;

  /** The index of no class. */
  public static final int NONE = -1;

  /** No class is named by a number with more characters or a larger exponent. */
  private static final int MAX_CHARACTERS = 400;

  private static final int MAX_EXPONENT = 400;

  /** Without a leading zero; the group has the digits of the exponent. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(?=[.]?[0-9])(?:0|[1-9][0-9]*)?(?:[.][0-9]*)?(?:[eE][+-]?([0-9]{1,9}))?");

  /** Other spellings of classes that are remembered. */
  private static final int MAX_REMEMBERED = 1_000;

  private final List<String> names;
  private final HashMap<String, Integer> indices = new HashMap<>();

  /** By the values of all classes; empty if any class is not a number. */
  private final HashMap<String, Integer> indicesByValue = new HashMap<>();

  private ClassNames(List<String> names) {
    this.names = List.copyOf(names);
    for (String name : names) {
      indicesByValue.put(byValue(name), indices.size());
      indices.put(name, indices.size());
    }
    if (indicesByValue.containsKey(null) || indicesByValue.size() < indices.size()) {
      indicesByValue.clear();
    }
  }

  /** The classes of a model or a configuration, in their order. */
  public static ClassNames of(List<String> names) {
    return new ClassNames(names);
  }

  /**
   * The classes of the labels of an input: their values, ascending, if all are numbers; otherwise
   * their texts, in the order of classes.
   */
  public static ClassNames found(Collection<String> labels) {
    List<String> values = labels.stream().map(ClassNames::byValue).distinct().toList();
    return values.contains(null)
        ? new ClassNames(Preparation.inClassOrder(labels))
        : new ClassNames(values.stream().sorted(Comparator.comparing(BigDecimal::new)).toList());
  }

  /** In their order. */
  public List<String> names() {
    return names;
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The index of the class that a label means; {@link #NONE} if there is no such class. */
  public int index(String label) {
    Integer index = indices.get(label);
    if (index == null && !indicesByValue.isEmpty()) {
      index = indicesByValue.get(byValue(label));
      if (index != null && indices.size() < names.size() + MAX_REMEMBERED) {
        indices.put(label, index);
      }
    }
    return index == null ? NONE : index;
  }

  /** The same counts by class, without the labels of no class. */
  public Map<String, Long> counts(Map<String, Long> labels) {
    Map<String, Long> counts = new HashMap<>();
    labels.forEach(
        (label, count) -> {
          if (index(label) != NONE) {
            counts.merge(names.get(index(label)), count, Long::sum);
          }
        });
    return counts;
  }

  /** The name of a label where all labels are numbers; the label itself if it is not one. */
  public static String canonical(String label) {
    String value = byValue(label);
    return value == null ? label : value;
  }

  /**
   * The number in plain digits, a whole one without a point: 1 for +1, 1.0 and 1e0; null if the
   * label is not a number, has a leading zero, or needs too many digits. The result is its own
   * value.
   */
  private static String byValue(String label) {
    Matcher number = NUMBER.matcher(label);
    if (label.length() > MAX_CHARACTERS || !number.matches()) {
      return null;
    }
    String exponent = number.group(1);
    if (exponent != null && Integer.parseInt(exponent) > MAX_EXPONENT) {
      return null;
    }
    String value = NumberText.of(new BigDecimal(label));
    return value.length() > MAX_CHARACTERS ? null : value; // as for the value itself
  }
}
