package org.sparkbackprop.optim;

/** What the gradient is that an optimiser is given. */
public enum GradientScale {
  /** Of the sum over all samples, as in the textbook. */
  SUM,
  /** Of the mean over all samples. */
  MEAN;

  /** What the gradient of the sum over so many samples is divided by. */
  public double divisor(long samples) {
    return this == SUM ? 1 : samples;
  }
}
