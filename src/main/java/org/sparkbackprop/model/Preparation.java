package org.sparkbackprop.model;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * How a row is prepared for the network. It is part of the model, so that new rows are prepared
 * like the training rows.
 */
public final class Preparation implements Serializable {

  private static final long serialVersionUID = 1;

  /** How a category that the model does not know is treated. */
  public enum UnknownCategories {
    /** The row is bad. */
    REFUSED,
    /** All features of the column are 0. */
    ZEROS
  }

  private final List<InputColumn> columns;
  private final List<String> classNames;
  private final Standardisation standardisation;
  private final MissingValues missing;
  private final UnknownCategories unknown;
  private final int features;

  /**
   * A preparation.
   *
   * @param columns in the order of their features
   * @param classNames names of the classes, in the network's order
   * @throws IllegalArgumentException if standardisation or means do not have one number for each
   *     feature, or a column of categories has none
   */
  public Preparation(
      List<InputColumn> columns,
      List<String> classNames,
      Standardisation standardisation,
      MissingValues missing,
      UnknownCategories unknown) {
    this.columns = List.copyOf(columns);
    this.classNames = List.copyOf(classNames);
    this.standardisation = standardisation;
    this.missing = missing;
    this.unknown = unknown;
    this.features = columns.stream().mapToInt(InputColumn::features).reduce(0, Math::addExact);
    if (standardisation.isByFeature() || standardisation.method().isOfFeatures()) {
      requireNumbers("a standardisation", standardisation.scale().length);
    }
    if (missing.policy() == MissingValues.Policy.MEAN) {
      requireNumbers("means", missing.means().length);
    }
    columns.forEach(
        column -> {
          if (column.features() == 0) {
            throw new IllegalArgumentException("column " + column.name() + " has no categories");
          }
        });
  }

  private void requireNumbers(String what, int numbers) {
    if (numbers != features) {
      throw new IllegalArgumentException(
          "%s of %s numbers does not fit %s features".formatted(what, numbers, features));
    }
  }

  /** Columns of numbers, all divided by the same one; rows with missing values are refused. */
  public static Preparation ofNumbers(
      List<String> featureNames, List<String> classNames, double divisor) {
    List<InputColumn> columns = featureNames.stream().map(InputColumn::number).toList();
    return new Preparation(
        columns,
        classNames,
        Standardisation.divide(divisor, columns),
        MissingValues.refused(),
        UnknownCategories.REFUSED);
  }

  /** The same with another treatment of unknown categories. */
  public Preparation with(UnknownCategories other) {
    return new Preparation(columns, classNames, standardisation, missing, other);
  }

  /** The columns, in the order of their features. */
  public List<InputColumn> columns() {
    return columns;
  }

  /** Names of the inputs, in the network's order. */
  public List<String> featureNames() {
    return columns.stream().flatMap(column -> column.featureNames().stream()).toList();
  }

  /** Names of the classes, in the network's order. */
  public List<String> classNames() {
    return classNames;
  }

  public Standardisation standardisation() {
    return standardisation;
  }

  public MissingValues missing() {
    return missing;
  }

  public UnknownCategories unknownCategories() {
    return unknown;
  }

  /** Number of inputs. */
  public int features() {
    return features;
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /**
   * A feature's value as the network sees it.
   *
   * @param value NaN where it is missing
   */
  public double prepare(int feature, double value) {
    double known = Double.isNaN(value) ? missing.substitute(feature) : value;
    return standardisation.apply(feature, known);
  }

  /** Labels in the order of classes: by number if all are integers, else by code point. */
  public static List<String> inClassOrder(Collection<String> labels) {
    boolean integers = labels.stream().allMatch(label -> label.matches("[+-]?\\d{1,30}"));
    Comparator<String> byCodePoint =
        Comparator.comparing(label -> label.codePoints().toArray(), Arrays::compare);
    Comparator<String> order =
        integers
            ? Comparator.comparing((String label) -> new BigInteger(label))
                .thenComparing(byCodePoint)
            : byCodePoint;
    return labels.stream().sorted(order).toList();
  }
}
