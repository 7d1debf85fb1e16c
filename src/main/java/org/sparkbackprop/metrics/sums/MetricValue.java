package org.sparkbackprop.metrics.sums;

import java.io.Serializable;

/**
 * The value of a metric: a finite number, or none and why.
 *
 * @param number NaN if the metric is undefined
 * @param reason why it is undefined, as a sentence without a full stop; empty if it is defined
 */
public record MetricValue(double number, String reason) implements Serializable {

  /**
   * Checks that there is either a number or a reason.
   *
   * @throws IllegalArgumentException if there are both or neither, or the number is infinite
   */
  public MetricValue {
    if (Double.isFinite(number) != reason.isEmpty() || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          "the value " + number + " has the reason '" + reason + "'");
    }
  }

  /** A number; undefined if it is infinite or NaN. */
  public static MetricValue of(double number) {
    return Double.isFinite(number)
        ? new MetricValue(number, "")
        : undefined("the result is not a finite number");
  }

  /** A metric that has no value. */
  public static MetricValue undefined(String reason) {
    return new MetricValue(Double.NaN, reason);
  }

  /** numerator / denominator; undefined for this reason if the denominator is 0. */
  public static MetricValue ratio(double numerator, double denominator, String reasonIfZero) {
    return denominator == 0 ? undefined(reasonIfZero) : of(numerator / denominator);
  }

  public boolean isDefined() {
    return reason.isEmpty();
  }

  /** The number; another one if the metric is undefined. */
  public double orElse(double other) {
    return isDefined() ? number : other;
  }

  /** The number as JSON has it: null if the metric is undefined. */
  public Double orNull() {
    return isDefined() ? number : null;
  }

  /** The difference; undefined if one of the two is. */
  public MetricValue minus(MetricValue other) {
    if (!isDefined()) {
      return this;
    }
    return other.isDefined() ? of(number - other.number) : other;
  }
}
