package org.sparkbackprop.network.loss;

/**
 * Half the squared error: loss = (a − t)² / 2, ∂loss/∂a = a − t. The best prediction is the mean of
 * the targets (Bishop, Pattern Recognition and Machine Learning, 2006, section 5.2).
 */
final class SquaredError extends OutputwiseLoss {

  @Override
  void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    for (int i = 0; i < samples; i++) {
      double error = a[from + i] - t[i];
      losses[i] = 0.5 * error * error;
      a[from + i] = error;
    }
  }
}
