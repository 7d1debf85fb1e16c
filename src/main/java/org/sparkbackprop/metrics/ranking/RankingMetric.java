package org.sparkbackprop.metrics.ranking;

import java.util.Objects;

/**
 * A metric, or why it is undefined.
 *
 * @param value null if undefined
 * @param reason why it is undefined; null if it is defined
 */
public record RankingMetric(Double value, String reason) {

  /** A metric that has either a value or a reason. */
  public RankingMetric {
    if ((value == null) == (reason == null)) {
      throw new IllegalArgumentException("a metric has either a value or a reason");
    }
  }

  static RankingMetric of(double value) {
    return new RankingMetric(value, null);
  }

  static RankingMetric undefined(String reason) {
    return new RankingMetric(null, reason);
  }

  /** Whether it has a value. */
  public boolean isDefined() {
    return Objects.nonNull(value);
  }
}
