package org.sparkbackprop.cli;

import java.util.Locale;

/**
 * What local stochastic gradient descent alone needs to know.
 *
 * @param batchSize samples of a step, about
 * @param roundsPerEpoch how often the workers' weights are averaged
 * @param dropout the share of the hidden units that a step leaves out
 * @param outerMomentum of the averages, 0 for none
 */
record LocalSettings(int batchSize, int roundsPerEpoch, double dropout, double outerMomentum) {

  /** In a few words for people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "local SGD with mini-batches of %,d and %,d round(s) an epoch",
        batchSize,
        roundsPerEpoch);
  }

  /** Reads the keys, which are checked whether they are used or not. */
  static LocalSettings of(SettingsReader reader) {
    return new LocalSettings(
        (int) reader.integer("training.batch-size", 1, 1 << 24),
        (int) reader.integer("training.rounds-per-epoch", 1, 1 << 20),
        reader.fraction("regularization.dropout"),
        reader.fraction("training.outer-momentum"));
  }
}
