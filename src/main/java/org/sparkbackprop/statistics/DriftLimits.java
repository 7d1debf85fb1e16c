package org.sparkbackprop.statistics;

import java.util.Optional;

/**
 * How far new data may be from those that the model in service was trained on.
 *
 * @param rows the number of new rows, as a share of the earlier number: what is below is a finding;
 *     so many as 1/warn times the earlier number are a warning, too
 * @param missing the share of a column's values that are missing, less the earlier share: what is
 *     above is a finding; likewise the share of its categories that are unknown
 * @param classes the population stability index over the classes: likewise
 * @param features the same over the bins of a feature, or over the categories of a column
 */
public record DriftLimits(Limit rows, Limit missing, Limit classes, Limit features) {

  /**
   * Two limits of a measure.
   *
   * @param warn from which on there is a warning; NaN if there never is
   * @param stop from which on the new data are not to be trained on; NaN if they always are
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

    /** What a measure above a limit is. */
    Optional<Drift.Severity> above(double measure) {
      if (measure > stop) {
        return Optional.of(Drift.Severity.STOP);
      }
      return measure > warn ? Optional.of(Drift.Severity.WARN) : Optional.empty();
    }

    /** What a measure below a limit is. */
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
