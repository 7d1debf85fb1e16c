package org.sparkbackprop.metrics;

/**
 * A measure of two models over the same rows; NaN where something is undefined, or there is no
 * champion.
 *
 * @param challenger of the new model
 * @param champion of the model in service
 * @param difference challenger minus champion
 * @param low end of the difference's interval of 95 %
 * @param high end of the interval
 * @param reason why the challenger's is undefined, as a sentence without a full stop; else empty
 */
public record PairedMeasure(
    double challenger, double champion, double difference, double low, double high, String reason) {

  /** A measure of a challenger alone; a reason if it is NaN. */
  public static PairedMeasure ofChallenger(double challenger, String reason) {
    return new PairedMeasure(challenger, Double.NaN, Double.NaN, Double.NaN, Double.NaN, reason);
  }

  /** Whether the challenger has it. */
  public boolean isDefined() {
    return !Double.isNaN(challenger);
  }

  /** Whether both have it. */
  public boolean isCompared() {
    return !Double.isNaN(difference);
  }

  /** Whether the difference has an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(low);
  }
}
