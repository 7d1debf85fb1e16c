package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How numbers are brought to a common scale: (x − shift) / scale, feature by feature. Truth values
 * and categories stay 0 and 1 whatever the method.
 */
public final class Standardisation implements Serializable {

  private static final long serialVersionUID = 1;

  /** The source of shift and scale. */
  public enum Method {
    /** Numbers are not changed. */
    NONE,
    /** By one number for all. */
    DIVIDE,
    /** Minus the mean, by the standard deviation (of the n rows, not n − 1). */
    Z_SCORE,
    /** To 0 for the smallest value and 1 for the largest. */
    MIN_MAX;

    /** Whether it takes a shift and a scale of each feature. */
    boolean isOfFeatures() {
      return this == Z_SCORE || this == MIN_MAX;
    }

    /** The name in a configuration and in model.json. */
    public String configurationName() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Method method;
  private final double divisor;
  private final double[] shift;
  private final double[] scale;

  private Standardisation(Method method, double divisor, double[] shift, double[] scale) {
    this.method = method;
    this.divisor = divisor;
    this.shift = shift;
    this.scale = scale;
  }

  /** Numbers are not changed. */
  public static Standardisation none() {
    return new Standardisation(Method.NONE, 1, new double[0], new double[0]);
  }

  /**
   * The numbers of these columns are divided; 1 does not change them.
   *
   * @throws IllegalArgumentException if the divisor is not a positive finite number
   */
  public static Standardisation divide(double divisor, List<InputColumn> columns) {
    if (!(divisor > 0) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException(
          "the divisor of features must be a positive number, not " + divisor);
    }
    if (divisor == 1) {
      return none();
    }
    if (columns.stream().allMatch(InputColumn::isStandardised)) {
      return new Standardisation(Method.DIVIDE, divisor, new double[0], new double[0]);
    }
    int features = columns.stream().mapToInt(InputColumn::features).sum();
    double[] scale = new double[features];
    int at = 0;
    for (InputColumn column : columns) {
      Arrays.fill(scale, at, at + column.features(), column.isStandardised() ? divisor : 1);
      at += column.features();
    }
    return new Standardisation(Method.DIVIDE, divisor, new double[features], scale);
  }

  /**
   * By a shift and a scale of each feature.
   *
   * @param shift finite numbers, one for each feature
   * @param scale positive finite numbers, one for each feature
   * @throws IllegalArgumentException if the lengths differ, or a number is out of range
   */
  public static Standardisation byFeature(Method method, double[] shift, double[] scale) {
    if (shift.length != scale.length
        || !Arrays.stream(shift).allMatch(Double::isFinite)
        || !Arrays.stream(scale).allMatch(x -> x > 0 && Double.isFinite(x))) {
      throw new IllegalArgumentException(
          "shifts (here %s) must be finite and scales (here %s) positive, one for each feature"
              .formatted(shift.length, scale.length));
    }
    return new Standardisation(method, 1, shift.clone(), scale.clone());
  }

  /** The source of shift and scale. */
  public Method method() {
    return method;
  }

  /** The divisor of all numbers; 1 for methods other than {@link Method#DIVIDE}. */
  public double divisor() {
    return divisor;
  }

  /** Whether each feature has its own shift and scale. */
  public boolean isByFeature() {
    return scale.length > 0;
  }

  /** The shift of each feature, copied; empty unless {@link #isByFeature}. */
  public double[] shift() {
    return shift.clone();
  }

  /** The scale of each feature, copied; empty unless {@link #isByFeature}. */
  public double[] scale() {
    return scale.clone();
  }

  /** The shift of a feature, or 0. */
  public double shift(int feature) {
    return isByFeature() ? shift[feature] : 0;
  }

  /** The scale of a feature, or the divisor of all. */
  public double scale(int feature) {
    return isByFeature() ? scale[feature] : divisor;
  }

  /** Whether 0 stays 0 in every feature, so that sparse rows stay sparse. */
  public boolean keepsZero() {
    return Arrays.stream(shift).allMatch(x -> x == 0);
  }

  /** (x − shift) / scale. */
  public double apply(int feature, double x) {
    return isByFeature() ? (x - shift[feature]) / scale[feature] : x / divisor;
  }

  /** The inverse of {@link #apply}. */
  public double restore(int feature, double applied) {
    return isByFeature() ? applied * scale[feature] + shift[feature] : applied * divisor;
  }
}
