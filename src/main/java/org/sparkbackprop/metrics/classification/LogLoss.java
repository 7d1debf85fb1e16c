package org.sparkbackprop.metrics.classification;

/** −log p of what occurred, in nats. */
final class LogLoss {

  /** 2⁻⁵²: probabilities below count as this, and those above 1 − 2⁻⁵² as that. */
  private static final double EPSILON = Math.ulp(1.0);

  private LogLoss() {}

  /** The loss of a probability of what occurred. */
  static double of(double probability) {
    return -StrictMath.log(Math.max(EPSILON, Math.min(1 - EPSILON, probability)));
  }
}
