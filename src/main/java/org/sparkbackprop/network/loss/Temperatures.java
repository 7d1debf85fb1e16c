package org.sparkbackprop.network.loss;

import java.io.Serializable;

/**
 * Temperatures by which scores may be divided (temperature scaling: Guo, Pleiss, Sun and
 * Weinberger, ICML 2017). The most probable class stays the same, but not how probable it is said
 * to be.
 *
 * @param factors 1 / T each, by which scores are multiplied; 1 itself need not be there
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Temperatures(double[] factors) implements Serializable {

  /** None but 1. */
  public static final Temperatures NONE = new Temperatures(new double[0]);

  private static final double LEAST = 0.2;
  private static final double STEP = 1.15;
  private static final int STEPS = 18;

  /**
   * From a fifth to about two, in steps of 15 %. Not more: few rows, none of them wrong, would make
   * a network as sure as it may be, and wrong at a high cost elsewhere.
   */
  public static Temperatures coarse() {
    double[] factors = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      factors[i] = LEAST * StrictMath.pow(STEP, i);
    }
    return new Temperatures(factors);
  }

  /** In steps of 1 % around one of the coarse ones. */
  public static Temperatures around(double factor) {
    double[] factors = new double[2 * STEPS - 1];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factor * StrictMath.pow(1.01, i - STEPS + 1);
    }
    return new Temperatures(factors);
  }
}
