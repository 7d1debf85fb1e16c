package org.sparkbackprop.statistics;

import java.util.Optional;

/**
 * Limits for the distance of new data from the training data of the model in service.
 *
 * @param rows the least number of new rows, as a share of the earlier number; more than 1/warn
 *     times the earlier number is a warning too
 * @param missing the largest increase of a column's share of missing values, and of its share of
 *     unknown categories
 * @param classes the largest population stability index over the classes, or over the bins of a
 *     number to predict, or of a label
 * @param features the same over the bins of a feature, or over the categories of a column
 */
public record DriftLimits(Limit rows, Limit missing, Limit classes, Limit features) {

  /**
   * Two limits of a measure.
   *
   * @param warn beyond which there is a warning; NaN: never
   * @param stop beyond which there is no training; NaN: never
   */
  public record Limit(double warn, double stop) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a limit is negative
     */
    public Limit {
      if (warn < 0 || stop < 0) {
        throw new IllegalArgumentException(
            "warn = %s and stop = %s must not be negative".formatted(warn, stop));
      }
    }

    /** Nothing is a finding. */
    public static Limit never() {
      return new Limit(Double.NaN, Double.NaN);
    }

    /** The severity of a measure that must not be above a limit. */
    Optional<Drift.Severity> above(double measure) {
      if (measure > stop) {
        return Optional.of(Drift.Severity.STOP);
      }
      return measure > warn ? Optional.of(Drift.Severity.WARN) : Optional.empty();
    }

    /** The severity of a measure that must not be below a limit. */
    Optional<Drift.Severity> below(double measure) {
      if (measure < stop) {
        return Optional.of(Drift.Severity.STOP);
      }
      return measure < warn ? Optional.of(Drift.Severity.WARN) : Optional.empty();
    }

    /** The limit for a severity. */
    double of(Drift.Severity severity) {
      return severity == Drift.Severity.STOP ? stop : warn;
    }
  }

  /** Nothing is a finding. */
  public static DriftLimits never() {
    return new DriftLimits(Limit.never(), Limit.never(), Limit.never(), Limit.never());
  }
}
