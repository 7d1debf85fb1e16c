package org.sparkbackprop.network.loss;

import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Poisson regression of counts t ≥ 0 with the expected count y = eᵃ: half the deviance, loss = y −
 * t + t log(t / y), ∂loss/∂a = y − t. It is the negative log-likelihood but for what depends on t
 * alone, and 0 where y = t (McCullagh and Nelder, Generalized Linear Models, 1989, section 2.3).
 */
final class Poisson extends OutputwiseLoss {

  @Override
  void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    for (int i = 0; i < samples; i++) {
      double score = a[from + i];
      double y = StrictMath.exp(score);
      double ofTarget = t[i] == 0 ? 0 : t[i] * (StrictMath.log(t[i]) - score);
      losses[i] = y - t[i] + ofTarget;
      a[from + i] = y - t[i];
    }
  }

  /** A ← the expected counts eᴬ. */
  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    double[] a = scores.array();
    int end = scores.offset() + scores.rows() * scores.columns();
    for (int i = scores.offset(); i < end; i++) {
      a[i] = StrictMath.exp(a[i]);
    }
    return scores;
  }
}
