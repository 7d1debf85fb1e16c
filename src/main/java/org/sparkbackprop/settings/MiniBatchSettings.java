package org.sparkbackprop.settings;

import java.util.Locale;

/**
 * The settings of local stochastic gradient descent.
 *
 * @param batchSize approximate number of samples per step
 * @param roundsPerEpoch how often the workers' parameters are averaged
 * @param dropout share of the hidden units that a step leaves out
 * @param outerMomentum momentum of the averages, 0 for none
 */
public record MiniBatchSettings(
    int batchSize, int roundsPerEpoch, double dropout, double outerMomentum) {

  /** A short text for people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "local SGD with mini-batches of %,d and %,d round(s) an epoch",
        batchSize,
        roundsPerEpoch);
  }
}
