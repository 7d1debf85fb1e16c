package org.sparkbackprop.settings;

import org.sparkbackprop.error.Message;

/**
 * The settings of training by mini-batches.
 *
 * @param batchSize approximate number of samples per step
 * @param roundsPerEpoch how often local SGD averages its workers' parameters
 * @param dropout share of the hidden units that a step leaves out
 * @param outerMomentum momentum of the averages of local SGD, 0 for none
 */
public record MiniBatchSettings(
    Method method, int batchSize, int roundsPerEpoch, double dropout, double outerMomentum) {

  /** Whose mini-batches they are. */
  public enum Method {
    /** Every step has samples of all partitions. */
    SYNCHRONOUS,
    /** Every partition has its own, and parameters of its own from round to round. */
    LOCAL_SGD
  }

  /** A short text for people. */
  String describe() {
    return method == Method.SYNCHRONOUS
        ? Message.of("mini-batches of %,d", batchSize)
        : Message.of(
            "local SGD with mini-batches of %,d and %,d round(s) an epoch",
            batchSize, roundsPerEpoch);
  }
}
