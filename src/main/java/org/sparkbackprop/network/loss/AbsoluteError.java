package org.sparkbackprop.network.loss;

/**
 * The absolute error: loss = |a − t|, ∂loss/∂a = sign(a − t), which is 0 where both are equal. The
 * best prediction is the median of the targets (Koenker and Bassett, Econometrica 46, 1978).
 */
final class AbsoluteError extends OutputwiseLoss {

  @Override
  void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    for (int i = 0; i < samples; i++) {
      double error = a[from + i] - t[i];
      losses[i] = Math.abs(error);
      a[from + i] = Math.signum(error);
    }
  }

  @Override
  int side(double score, double target) {
    return Double.compare(score, target);
  }
}
