package org.sparkbackprop.report;

import org.sparkbackprop.error.Message;

/**
 * The cost of the weights before training, over training rows. With mini-batches, history has a
 * running figure instead, of weights that changed during the first epoch.
 *
 * @param meanCost of a row
 * @param accuracy share of rows classified correctly, 0 to 1; NaN if there is none
 * @param rows that were looked at
 * @param all training rows
 * @param difference in what else than the rows the training cost differs from that of validation,
 *     as a sentence; empty if in nothing
 */
public record StartPoint(double meanCost, double accuracy, long rows, long all, String difference) {

  /** How the point was made. */
  String sentence() {
    String first = "The first training point is that of the weights before training, over ";
    String which =
        rows < all
            ? Message.of("a sample of %,d of the %,d training rows", rows, all)
            : "all training rows";
    String others = "; the others are running figures of an epoch's mini-batches.";
    return first + which + others + (difference.isEmpty() ? "" : " " + difference);
  }
}
