package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/** What replaces a missing value of a row. */
public final class MissingValues implements Serializable {

  private static final long serialVersionUID = 1;

  /** The policies. */
  public enum Policy {
    /** Nothing: the row is bad. */
    REFUSE,
    /** The mean of the feature over the rows that have it. */
    MEAN,
    /** The median of the feature over the rows that have it. */
    MEDIAN,
    /** One number for all. */
    CONSTANT;

    /** Whether each feature has a number of its own. */
    public boolean isOfFeatures() {
      return this == MEAN || this == MEDIAN;
    }

    /** The name in a configuration and in model.json. */
    public String configurationName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Policy policy;
  private final double constant;
  private final double[] values;

  private MissingValues(Policy policy, double constant, double[] values) {
    this.policy = policy;
    this.constant = constant;
    this.values = values;
  }

  /** A row with a missing value is bad. */
  public static MissingValues refused() {
    return new MissingValues(Policy.REFUSE, Double.NaN, new double[0]);
  }

  /** This finite number replaces every missing value, before standardisation. */
  public static MissingValues constant(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a missing value cannot become " + value);
    }
    return new MissingValues(Policy.CONSTANT, value, new double[0]);
  }

  /**
   * The mean of its feature replaces a missing value; in a column of categories, the share of each.
   *
   * @param means finite numbers, one a feature, before standardisation
   */
  public static MissingValues means(double[] means) {
    return new MissingValues(Policy.MEAN, Double.NaN, finite(means));
  }

  /**
   * The median of its feature replaces a missing value; in a column of categories, the share of
   * each.
   *
   * @param medians finite numbers, one a feature, before standardisation
   */
  public static MissingValues medians(double[] medians) {
    return new MissingValues(Policy.MEDIAN, Double.NaN, finite(medians));
  }

  private static double[] finite(double[] values) {
    if (!Arrays.stream(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("what replaces a missing value is not a finite number");
    }
    return values.clone();
  }

  public Policy policy() {
    return policy;
  }

  /** The number of {@link #constant}; NaN for other policies. */
  public double constant() {
    return constant;
  }

  /** The mean or median of each feature, copied; empty for other policies. */
  public double[] values() {
    return values.clone();
  }

  /** The substitute for a missing value of a feature before standardisation; NaN if refused. */
  public double substitute(int feature) {
    return values.length > 0 ? values[feature] : constant;
  }
}
