package org.sparkbackprop.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * How numbers are brought to a common scale: z = (x − shift) / scale, feature by feature. Truth
 * values and categories stay 0 and 1 whatever the method.
 *
 * <p>The robust method then clips smoothly, to z / √(1 + (z/3)²), so that no number is beyond 3 (D.
 * Holzmüller, L. Grinsztajn, I. Steinwart: Better by default, NeurIPS 2024). A feature whose scale
 * is 0 is always 0.
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
    MIN_MAX,
    /**
     * Minus the median, by the distance of the quartiles, or half the range where they are equal;
     * clipped smoothly. Where zeros must stay, by the median of the magnitudes of the others.
     */
    ROBUST;

    /** Whether it takes a shift and a scale of each feature. */
    boolean isOfFeatures() {
      return this == Z_SCORE || this == MIN_MAX || this == ROBUST;
    }

    /** The name in a configuration and in model.json. */
    public String configurationName() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** What clipped numbers never exceed. */
  private static final double MOST = 3;

  /** From here on, a number is clipped to {@link #MOST} exactly. */
  private static final double FAR = 1e9;

  /** Clipped numbers that are greater cannot be told apart in single precision. */
  private static final double MOST_RESTORED = Math.nextDown((float) MOST);

  private final Method method;
  private final double divisor;
  private final double[] shift;
  private final double[] scale;

  /** Which features are clipped; empty for other methods than the robust one. */
  private final boolean[] clipped;

  private Standardisation(Method method, double divisor, double[] shift, double[] scale) {
    this(method, divisor, shift, scale, new boolean[0]);
  }

  private Standardisation(
      Method method, double divisor, double[] shift, double[] scale, boolean[] clipped) {
    this.method = method;
    this.divisor = divisor;
    this.shift = shift;
    this.scale = scale;
    this.clipped = clipped;
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
    boolean[] standardised = standardised(columns);
    double[] scale = new double[standardised.length];
    for (int feature = 0; feature < scale.length; feature++) {
      scale[feature] = standardised[feature] ? divisor : 1;
    }
    return new Standardisation(Method.DIVIDE, divisor, new double[scale.length], scale);
  }

  /** Which features of these columns are standardised. */
  private static boolean[] standardised(List<InputColumn> columns) {
    boolean[] standardised =
        new boolean[columns.stream().mapToInt(InputColumn::features).reduce(0, Math::addExact)];
    int at = 0;
    for (InputColumn column : columns) {
      Arrays.fill(standardised, at, at + column.features(), column.isStandardised());
      at += column.features();
    }
    return standardised;
  }

  /**
   * The robust method, for the numbers of these columns.
   *
   * @param shift finite numbers, one for each feature
   * @param scale finite numbers of at least 0, one for each feature; 0 makes it always 0
   * @throws IllegalArgumentException if the lengths differ, or a number is out of range
   */
  public static Standardisation robust(List<InputColumn> columns, double[] shift, double[] scale) {
    boolean[] clipped = standardised(columns);
    if (shift.length != clipped.length
        || scale.length != clipped.length
        || !Arrays.stream(shift).allMatch(Double::isFinite)
        || !Arrays.stream(scale).allMatch(x -> x >= 0 && Double.isFinite(x))) {
      throw new IllegalArgumentException(
          "shifts (here %s) must be finite and scales (here %s) at least 0, one for each of %s features"
              .formatted(shift.length, scale.length, clipped.length));
    }
    return new Standardisation(Method.ROBUST, 1, shift.clone(), scale.clone(), clipped);
  }

  /**
   * By a shift and a scale of each feature.
   *
   * @param method a linear one
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

  /** Whether numbers are shifted and divided, and no more. */
  public boolean isLinear() {
    return clipped.length == 0;
  }

  /** (x − shift) / scale, clipped if the method does; not finite if x is not. */
  public double apply(int feature, double x) {
    if (!isByFeature()) {
      return x / divisor;
    }
    return clipped.length > 0 && clipped[feature]
        ? clip(x, shift[feature], scale[feature])
        : (x - shift[feature]) / scale[feature];
  }

  private static double clip(double x, double shift, double scale) {
    if (scale == 0) {
      return 0 * x + 0.0;
    }
    double distance = x - shift;
    double z =
        Double.isInfinite(distance) // of numbers too far apart, or of x
            ? x / scale - shift / scale
            : distance / scale;
    if (Math.abs(z) < FAR) {
      double third = z / MOST;
      return z / Math.sqrt(1 + third * third);
    }
    return Math.copySign(MOST, z) + 0 * x;
  }

  /**
   * The inverse of {@link #apply}, always finite for what comes from finite numbers, even in single
   * precision. Of numbers that were clipped so far that they cannot be told apart (those beyond
   * some 7,000 scales), it is the least; of a feature that is always 0, the shift.
   */
  public double restore(int feature, double applied) {
    if (!isByFeature()) {
      return applied * divisor;
    }
    double z = applied;
    if (clipped.length > 0 && clipped[feature]) {
      double y = Math.max(-MOST_RESTORED, Math.min(MOST_RESTORED, applied));
      z = y / Math.sqrt((1 - y / MOST) * (1 + y / MOST));
    }
    double restored = z * scale[feature] + shift[feature];
    return isLinear()
        ? restored
        : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, restored));
  }

  /**
   * A bound of values of a feature, in the order of the prepared training values: where {@link
   * #apply} makes them all equal, a bound stays below or above them.
   */
  public double applyToBound(int feature, double bound) {
    return !isLinear() && clipped[feature] && scale[feature] == 0
        ? Math.signum(bound - shift[feature])
        : apply(feature, bound);
  }
}
