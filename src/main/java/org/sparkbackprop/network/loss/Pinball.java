package org.sparkbackprop.network.loss;

import java.util.Arrays;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;

/**
 * Quantile regression (Koenker and Bassett, Econometrica 46, 1978): each target has an output for
 * each of Q quantiles q, one after the other. With e = a − t,
 *
 * <pre>
 *   loss = (1 − q) e     ∂loss/∂a = 1 − q      where e &gt; 0
 *   loss = −q e          ∂loss/∂a = −q         where e &lt; 0, and 0 where both are equal
 * </pre>
 *
 * <p>The quantiles predicted for a target are put in order, which never makes them worse
 * (Chernozhukov, Fernández-Val and Galichon, Econometrica 78, 2010).
 */
final class Pinball extends OutputwiseLoss {

  private final double[] quantiles;
  private final double[] ofSample;

  /**
   * The loss.
   *
   * @param quantiles ascending, each above 0 and below 1
   */
  Pinball(List<Double> quantiles) {
    this.quantiles = quantiles.stream().mapToDouble(Double::doubleValue).toArray();
    this.ofSample = new double[this.quantiles.length];
  }

  @Override
  int targetOf(int output) {
    return output / quantiles.length;
  }

  @Override
  void derive(double[] a, int from, double[] t, double[] losses, int samples, int output) {
    double q = quantiles[output % quantiles.length];
    for (int i = 0; i < samples; i++) {
      double error = a[from + i] - t[i];
      double slope = error > 0 ? 1 - q : error < 0 ? -q : 0;
      losses[i] = slope * error;
      a[from + i] = slope;
    }
  }

  /** A, with the quantiles of each target in ascending order. */
  @Override
  public DoubleMatrix predict(DoubleMatrix scores) {
    for (int first = 0; first < scores.columns(); first += quantiles.length) {
      for (int i = 0; i < scores.rows(); i++) {
        sort(scores.array(), scores.offset() + first * scores.rows() + i, scores.rows());
      }
    }
    return scores;
  }

  private void sort(double[] a, int place, int step) {
    for (int q = 0; q < ofSample.length; q++) {
      ofSample[q] = a[place + q * step];
    }
    Arrays.sort(ofSample);
    for (int q = 0; q < ofSample.length; q++) {
      a[place + q * step] = ofSample[q];
    }
  }

  @Override
  int side(double score, double target) {
    return Double.compare(score, target);
  }
}
