package org.sparkbackprop.network.loss;

/**
 * Huber's loss (P. J. Huber, The Annals of Mathematical Statistics 35, 1964), half the squared
 * error for small errors e = a − t and linear beyond δ, so that outliers count less:
 *
 * <pre>
 *   loss = e² / 2              ∂loss/∂a = e               where |e| ≤ δ
 *   loss = δ (|e| − δ / 2)     ∂loss/∂a = δ sign(e)       elsewhere
 * </pre>
 */
final class Huber extends OutputwiseLoss {

  private final double delta;

  /**
   * The loss.
   *
   * @param delta δ, above 0, in the unit of the targets that the network sees
   */
  Huber(double delta) {
    this.delta = delta;
  }

  @Override
  void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    for (int i = 0; i < samples; i++) {
      double error = a[from + i] - t[i];
      double slope = Math.max(-delta, Math.min(delta, error));
      losses[i] = slope * (error - 0.5 * slope);
      a[from + i] = slope;
    }
  }

  @Override
  int side(double score, double target) {
    double error = score - target;
    return Math.abs(error) <= delta ? 0 : error > 0 ? 1 : -1;
  }
}
