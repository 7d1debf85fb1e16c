package org.sparkbackprop.model;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a row is prepared for the network. It is part of the model, so that new rows are prepared
 * like the training rows.
 *
 * <p>A row has features. The network has inputs: one for each feature, in the same order, and those
 * that are {@linkplain AddedInputs added}.
 */
public final class Preparation implements Serializable {

  private static final long serialVersionUID = 1;

  /** How a category that the model does not know is treated. */
  public enum UnknownCategories {
    /** The row is bad. */
    REFUSED,
    /** All features of the column are 0. */
    ZEROS,
    /**
     * It is {@link InputColumn.Level#OTHER}; all features are 0 if the column has no such level.
     */
    OTHER
  }

  /** How a missing category is treated. */
  public enum MissingCategories {
    /** As missing numbers are. */
    LIKE_NUMBERS,
    /**
     * It is {@link InputColumn.Level#MISSING}; if the column has no such level, it is treated as an
     * unknown one that is not refused.
     */
    LEVEL
  }

  private final List<InputColumn> columns;
  private final Target target;
  private final Standardisation standardisation;
  private final MissingValues missing;
  private final UnknownCategories unknown;
  private final MissingCategories missingCategories;
  private final AddedInputs added;
  private final int features;

  /** What replaces a missing value of each category, NaN for other features; null if nothing. */
  private final double[] levels;

  /**
   * A preparation that gives the network the features and nothing else.
   *
   * @param columns in the order of their features
   * @param classNames names of the classes, in the network's order
   * @throws IllegalArgumentException if standardisation or replacements do not have one number for
   *     each feature, or a column of categories has none
   */
  public Preparation(
      List<InputColumn> columns,
      List<String> classNames,
      Standardisation standardisation,
      MissingValues missing,
      UnknownCategories unknown) {
    this(columns, classNames, standardisation, missing, unknown, AddedInputs.none());
  }

  /**
   * A preparation.
   *
   * @param columns in the order of their features
   * @param classNames names of the classes, in the network's order
   * @param added inputs besides the features
   * @throws IllegalArgumentException if standardisation or replacements do not have one number for
   *     each feature, a column of categories has none, or inputs are added to other features
   */
  public Preparation(
      List<InputColumn> columns,
      List<String> classNames,
      Standardisation standardisation,
      MissingValues missing,
      UnknownCategories unknown,
      AddedInputs added) {
    this(
        columns,
        Target.ofClasses(classNames),
        standardisation,
        missing,
        unknown,
        MissingCategories.LIKE_NUMBERS,
        added);
  }

  private Preparation(
      List<InputColumn> columns,
      Target target,
      Standardisation standardisation,
      MissingValues missing,
      UnknownCategories unknown,
      MissingCategories missingCategories,
      AddedInputs added) {
    this.columns = List.copyOf(columns);
    this.target = target;
    this.standardisation = standardisation;
    this.missing = missing;
    this.unknown = unknown;
    this.missingCategories = missingCategories;
    this.added = added;
    this.features = columns.stream().mapToInt(InputColumn::features).reduce(0, Math::addExact);
    this.levels = missingCategories == MissingCategories.LEVEL ? levels() : null;
    if (standardisation.isByFeature() || standardisation.method().isOfFeatures()) {
      requireNumbers("a standardisation", standardisation.scale().length);
    }
    if (missing.policy().isOfFeatures()) {
      requireNumbers("replacements", missing.values().length);
    }
    added.requireFeatures(features);
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
    return new Preparation(
        columns, target, standardisation, missing, other, missingCategories, added);
  }

  /** The same with another treatment of missing categories. */
  public Preparation with(MissingCategories other) {
    return new Preparation(columns, target, standardisation, missing, unknown, other, added);
  }

  /** The same for another target. */
  public Preparation with(Target other) {
    return new Preparation(
        columns, other, standardisation, missing, unknown, missingCategories, added);
  }

  private double[] levels() {
    double[] ofMissing = new double[features];
    int first = 0;
    for (InputColumn column : columns) {
      if (column.kind() == InputColumn.Kind.CATEGORY) {
        int place = column.placeOf(InputColumn.Level.MISSING);
        place = place < 0 ? column.placeOf(InputColumn.Level.OTHER) : place;
        if (place >= 0) {
          ofMissing[first + place] = 1;
        }
      } else {
        Arrays.fill(ofMissing, first, first + column.features(), Double.NaN);
      }
      first += column.features();
    }
    return ofMissing;
  }

  /** The columns, in the order of their features. */
  public List<InputColumn> columns() {
    return columns;
  }

  /** Names of the features, in the order of a row. */
  public List<String> featureNames() {
    return columns.stream().flatMap(column -> column.featureNames().stream()).toList();
  }

  /** Names of the network's inputs: those of the features, followed by those of added inputs. */
  public List<String> inputNames() {
    List<String> names = featureNames();
    return added.count() == 0
        ? names
        : Stream.concat(names.stream(), added.names(names).stream()).toList();
  }

  /** What the network predicts. */
  public Target target() {
    return target;
  }

  /** Names of the classes, in the network's order; none if the target is of another kind. */
  public List<String> classNames() {
    return target.isClass() ? target.names() : List.of();
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

  public MissingCategories missingCategories() {
    return missingCategories;
  }

  /** The network's inputs besides the features. */
  public AddedInputs added() {
    return added;
  }

  /** How many features a row has. */
  public int features() {
    return features;
  }

  /** How many inputs the network has. */
  public int inputs() {
    return Math.addExact(features, added.count());
  }

  /** Whether a row of zeros gives the network zeros, so that sparse rows stay sparse. */
  public boolean keepsZero() {
    return standardisation.keepsZero() && !added.hasBins();
  }

  /** Number of classes; 0 if the target is of another kind. */
  public int classes() {
    return target.isClass() ? target.size() : 0;
  }

  /**
   * A feature's value as the network sees it.
   *
   * @param value NaN where it is missing
   */
  public double prepare(int feature, double value) {
    return standardisation.apply(feature, known(feature, value));
  }

  /** The value, or what replaces it if it is missing. */
  double known(int feature, double value) {
    return Double.isNaN(value) ? substitute(feature) : value;
  }

  private double substitute(int feature) {
    return levels == null || Double.isNaN(levels[feature])
        ? missing.substitute(feature)
        : levels[feature];
  }

  /**
   * Writes all that the network sees of a row; nothing is allocated.
   *
   * @param row its features as they come, NaN for a missing one
   * @param inputs of length {@link #inputs}; may be the array of the row
   */
  public void encode(double[] row, double[] inputs) {
    added.encode(row, this, inputs);
    for (int feature = 0; feature < features; feature++) {
      inputs[feature] = prepare(feature, row[feature]);
    }
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
