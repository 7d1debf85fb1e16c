package org.sparkbackprop.optim;

/** The gradient that an optimiser gets. */
public enum GradientScale {
  /** That of the sum over all samples, as in the textbook. */
  SUM,
  /** That of the mean over all samples. */
  MEAN;

  /** The divisor of a sum over samples with this total weight, usually their number. */
  public double divisor(double weight) {
    return this == SUM ? 1 : weight;
  }
}
