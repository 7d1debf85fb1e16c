package org.sparkbackprop.metrics.regression;

import java.io.Serializable;
import java.util.Arrays;

/** Of each output the largest |error|, and the least and greatest target. */
final class Extremes implements Serializable {

  private static final long serialVersionUID = 1;

  private final double[] largestErrors;
  private final double[] least;
  private final double[] greatest;

  /** Those of no rows. */
  Extremes(int outputs) {
    largestErrors = new double[outputs];
    least = new double[outputs];
    greatest = new double[outputs];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /** Takes the rows into account whose factor is not 0. */
  void add(RegressionRows rows, double[] factors) {
    int outputs = least.length;
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] == 0) {
        continue;
      }
      for (int j = 0; j < outputs; j++) {
        int at = i * outputs + j;
        largestErrors[j] = Math.max(largestErrors[j], Math.abs(rows.errors[at]));
        least[j] = Math.min(least[j], rows.targets[at]);
        greatest[j] = Math.max(greatest[j], rows.targets[at]);
      }
    }
  }

  void merge(Extremes other) {
    for (int j = 0; j < least.length; j++) {
      largestErrors[j] = Math.max(largestErrors[j], other.largestErrors[j]);
      least[j] = Math.min(least[j], other.least[j]);
      greatest[j] = Math.max(greatest[j], other.greatest[j]);
    }
  }

  double largestError(int output) {
    return largestErrors[output];
  }

  boolean allTargetsAreEqual(int output) {
    return least[output] == greatest[output];
  }
}
