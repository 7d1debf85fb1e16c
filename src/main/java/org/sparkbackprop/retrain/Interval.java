package org.sparkbackprop.retrain;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A difference with its confidence interval of 95 %.
 *
 * @param difference challenger minus champion
 * @param low end of the interval
 * @param high end of the interval
 */
record Interval(double difference, double low, double high) {

  /** The normal distribution's quantile of 97.5 %. */
  private static final double Z = 1.959963984540054;

  /**
   * The difference of two accuracies over the same rows, by the adjusted Wald interval of Bonett
   * and Price (Journal of Educational and Behavioral Statistics 37, 2012), which is also valid for
   * few rows.
   *
   * @param rows their number, at least 1
   * @param gained rows that only the challenger classifies correctly
   * @param lost rows that only the champion classifies correctly
   */
  static Interval ofAccuracies(long rows, long gained, long lost) {
    double better = (gained + 1.0) / (rows + 2.0);
    double worse = (lost + 1.0) / (rows + 2.0);
    double middle = better - worse;
    double error = Math.sqrt((better + worse - middle * middle) / (rows + 2.0));
    double difference = (double) (gained - lost) / rows;
    return new Interval(
        difference, Math.max(-1, middle - Z * error), Math.min(1, middle + Z * error));
  }

  /** A difference of means with its standard error. */
  static Interval ofMeans(double difference, double standardError) {
    return new Interval(difference, difference - Z * standardError, difference + Z * standardError);
  }

  /**
   * McNemar's exact test (Psychometrika 12, 1947): the probability that two equally good models
   * differ at least this much. Of m rows that only one of them classifies correctly, the number of
   * the first one's is binomial with p = 1/2.
   */
  static double mcNemar(long gained, long lost) {
    long m = gained + lost;
    long fewer = Math.min(gained, lost);
    double logOfTerm = -m * Math.log(2); // of C(m, k) / 2ᵐ for k = 0
    double tail = Math.exp(logOfTerm);
    for (long k = 1; k <= fewer; k++) {
      logOfTerm += Math.log((double) (m - k + 1) / k);
      tail += Math.exp(logOfTerm);
    }
    return Math.min(1, 2 * tail);
  }

  /** The fields for JSON; what is not finite is null. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("value", finiteOrNull(difference));
    fields.put("low", finiteOrNull(low));
    fields.put("high", finiteOrNull(high));
    return fields;
  }

  /** A number as JSON has it: null if it is infinite or undefined. */
  static Double finiteOrNull(double number) {
    return Double.isFinite(number) ? number : null;
  }
}
