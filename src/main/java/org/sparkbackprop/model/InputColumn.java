package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A column of the rows that a model takes, and its features.
 *
 * @param name of the column
 * @param kind of its values
 * @param size of a vector; 1 for other columns, meaningless for categories
 * @param categories of a column of categories, in the order of their features; else empty
 */
public record InputColumn(String name, Kind kind, int size, List<String> categories)
    implements Serializable {

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

  /** Number of features. */
  public int features() {
    return kind == Kind.CATEGORY ? categories.size() : size;
  }

  /** Whether its numbers are standardised; truth values and categories stay 0 and 1. */
  public boolean isStandardised() {
    return kind == Kind.NUMBER || kind == Kind.VECTOR;
  }

  /** Names of its columns in a table with a column for each number. */
  public List<String> namesInTable() {
    return kind == Kind.VECTOR ? featureNames() : List.of(name);
  }

  /** The names of its features: the column's name, followed by a category or a place from 1. */
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
      case CATEGORY -> name + "=" + categories.get(place);
      case VECTOR -> name + (place + 1);
    };
  }
}
