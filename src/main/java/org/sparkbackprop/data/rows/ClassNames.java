package org.sparkbackprop.data.rows;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Other spellings of classes that are remembered. */
  private static final int MAX_REMEMBERED = 1_000;

  private final List<String> names;
  private final HashMap<String, Integer> places = new HashMap<>();

  /** By the values of all classes; empty if any class is not a number. */
  private final HashMap<String, Integer> placesByValue = new HashMap<>();

  private ClassNames(List<String> names) {
    this.names = List.copyOf(names);
    for (String name : names) {
      placesByValue.put(byValue(name), places.size());
      places.put(name, places.size());
    }
    if (placesByValue.containsKey(null) || placesByValue.size() < places.size()) {
      placesByValue.clear();
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
  public int place(String label) {
    Integer place = places.get(label);
    if (place == null && !placesByValue.isEmpty()) {
      place = placesByValue.get(byValue(label));
      if (place != null && places.size() < names.size() + MAX_REMEMBERED) {
        places.put(label, place);
      }
    }
    return place == null ? NONE : place;
  }

  /** The same counts by class, without the labels of no class. */
  public Map<String, Long> counts(Map<String, Long> labels) {
    Map<String, Long> counts = new HashMap<>();
    labels.forEach(
        (label, count) -> {
          if (place(label) != NONE) {
            counts.merge(names.get(place(label)), count, Long::sum);
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
    int length = label.length();
    if (length == 0 || length > MAX_CHARACTERS) {
      return null;
    }
    int digits = label.charAt(0) == '+' || label.charAt(0) == '-' ? 1 : 0;
    int point = endOfDigits(label, digits);
    if (point - digits > 1 && label.charAt(digits) == '0') {
      return null;
    }
    if (point == length && digits == 0) {
      return label;
    }
    int fraction = point < length && label.charAt(point) == '.' ? point + 1 : point;
    int end = endOfDigits(label, fraction);
    if (point == digits && end == fraction) {
      return null;
    }
    if (end < length && !isExponent(label, end)) {
      return null;
    }
    String value = NumberText.of(new BigDecimal(label));
    return value.length() > MAX_CHARACTERS ? null : value; // as for the value itself
  }

  private static boolean isExponent(String label, int at) {
    if (label.charAt(at) != 'e' && label.charAt(at) != 'E') {
      return false;
    }
    int from = at + 1;
    boolean signed =
        from < label.length() && (label.charAt(from) == '+' || label.charAt(from) == '-');
    int digits = signed ? from + 1 : from;
    int length = label.length();
    return digits < length
        && length - digits <= 9
        && endOfDigits(label, digits) == length
        && Integer.parseInt(label, digits, length, 10) <= MAX_EXPONENT;
  }

  private static int endOfDigits(String label, int from) {
    int at = from;
    while (at < label.length() && label.charAt(at) >= '0' && label.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
