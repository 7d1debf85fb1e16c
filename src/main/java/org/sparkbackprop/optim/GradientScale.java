package org.sparkbackprop.optim;

/** What the gradient is that an optimiser is given. */
public enum GradientScale {
  /** Of the sum over all samples, as in the textbook. */
  SUM,
  /** Of the mean over all samples. */
  MEAN;

  /** What a sum over samples of this weight together, their number mostly, is divided by. */
  public double divisor(double weight) {
    return this == SUM ? 1 : weight;
  }
}
