package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A column of the rows that a model takes, and its features.
 *
 * @param name of the column
 * @param kind of its values
 * @param size of a vector; 1 for other columns, meaningless for categories
 * @param categories of a column of categories, in the order of their features; else empty
 * @param levels of a column of categories besides these, in the order of their features, which come
 *     last
 */
public record InputColumn(
    String name, Kind kind, int size, List<String> categories, List<Level> levels)
    implements Serializable {

  /** What a value of a column of categories may be if it is none of them. */
  public enum Level {
    /** A category that is rare in the training rows, or not in them at all. */
    OTHER,
    /** No value. */
    MISSING
  }

  /** A column without further levels. */
  public InputColumn(String name, Kind kind, int size, List<String> categories) {
    this(name, kind, size, categories, List.of());
  }

  /** The kind of a column's values. */
  public enum Kind {
    /** A number, which is one feature. */
    NUMBER,
    /** True or false, which is one feature, 1 or 0. */
    TRUTH,
    /** One of several names: one feature for each name, 1 for that of the row, else 0. */
    CATEGORY,
    /** Several numbers, each a feature. */
    VECTOR
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the size is not positive
   */
  public InputColumn {
    categories = List.copyOf(categories);
    levels = List.copyOf(levels);
    if (size < 1) {
      throw new IllegalArgumentException("column %s has a size of %s".formatted(name, size));
    }
  }

  /** A column of numbers. */
  public static InputColumn number(String name) {
    return new InputColumn(name, Kind.NUMBER, 1, List.of());
  }

  /** A column of truth values. */
  public static InputColumn truth(String name) {
    return new InputColumn(name, Kind.TRUTH, 1, List.of());
  }

  /** A column of vectors. */
  public static InputColumn vector(String name, int size) {
    return new InputColumn(name, Kind.VECTOR, size, List.of());
  }

  /** A column of names; none if they are not known yet. */
  public static InputColumn category(String name, List<String> categories) {
    return new InputColumn(name, Kind.CATEGORY, 1, categories);
  }

  /** The same column of categories with levels besides them. */
  public InputColumn with(List<Level> others) {
    return new InputColumn(name, kind, size, categories, others);
  }

  /** Number of features. */
  public int features() {
    return kind == Kind.CATEGORY ? categories.size() + levels.size() : size;
  }

  /** The place of a level among the features of the column; -1 if it does not have the level. */
  public int placeOf(Level level) {
    int at = levels.indexOf(level);
    return at < 0 ? at : categories.size() + at;
  }

  /** Whether its numbers are standardised; truth values and categories stay 0 and 1. */
  public boolean isStandardised() {
    return kind == Kind.NUMBER || kind == Kind.VECTOR;
  }

  /** Names of its columns in a table with a column for each number. */
  public List<String> namesInTable() {
    return kind == Kind.VECTOR ? featureNames() : List.of(name);
  }

  /**
   * The names of its features: the column's name, followed by a category, level or place from 1.
   */
  public List<String> featureNames() {
    return IntStream.range(0, features()).mapToObj(this::featureName).toList();
  }

  /**
   * The name of one of its features.
   *
   * @param place of the feature among those of the column, from 0
   * @throws IndexOutOfBoundsException if it has no such feature
   */
  public String featureName(int place) {
    Objects.checkIndex(place, features());
    return switch (kind) {
      case NUMBER, TRUTH -> name;
      case CATEGORY ->
          place < categories.size()
              ? name + "=" + categories.get(place)
              : "%s (%s)"
                  .formatted(
                      name, levels.get(place - categories.size()).name().toLowerCase(Locale.ROOT));
      case VECTOR -> name + (place + 1);
    };
  }
}
