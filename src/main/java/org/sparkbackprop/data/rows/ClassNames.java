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
 * The classes, and which of them a label means: the one that is written as it is, or, where all
 * classes are numbers, the one of its value. 1, 1.0 and 1e0 are one class then. A number with a
 * leading zero, as 01, is a text: numbers of articles and areas are written so.
 *
 * <p>Not for use by two threads at once.
 */
public final class ClassNames implements Serializable {

  private static final long serialVersionUID = 1;

  /** Of no class. */
  public static final int NONE = -1;

  /** A longer text, or a larger exponent, is no number that a class would be called by. */
  private static final int MAX_CHARACTERS = 400;

  private static final int MAX_EXPONENT = 400;

  /** So many ways of writing classes are remembered, beside the classes themselves. */
  private static final int MAX_REMEMBERED = 1_000;

  private final List<String> names;
  private final HashMap<String, Integer> places = new HashMap<>();

  /** By the values of all classes; empty if they are not all numbers. */
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
   * The classes that labels of an input are of: their values, ascending, if all of them are
   * numbers; else their texts, in the order of classes.
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

  /** The place of the class that a label means; {@link #NONE} if it means none. */
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

  /** The same counts by class; labels of none are left out. */
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

  /** What a label is called where all labels are numbers; as it is written if it is none. */
  public static String canonical(String label) {
    String value = byValue(label);
    return value == null ? label : value;
  }

  /**
   * The number as plain digits, a whole one without a point: 1 for +1, 1.0 and 1e0; null if the
   * label is no number, or one with a leading zero, or takes too many digits. That of a value is
   * the value.
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
    return value.length() > MAX_CHARACTERS ? null : value; // as it would be of itself
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
