package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.math.ArrayFunctions;

/**
 * The scaled exponential linear unit (Klambauer et al., NeurIPS 2017): f(a) = λ a where a &gt; 0,
 * else λ α (eᵃ − 1); f′ = λ, else λ α eᵃ (also at the kink). With LeCun's initial weights its
 * outputs keep mean 0 and variance 1 from layer to layer.
 *
 * <p>eᵃ − 1 = 2t / (1 − t) and eᵃ = (1 + t) / (1 − t) with t = tanh(a / 2), which loses nothing
 * near 0.
 */
public record Selu() implements InputActivation {

  private static final long serialVersionUID = 1;

  private static final double LAMBDA = 1.0507009873554805;
  private static final double ALPHA = 1.6732632423543772;
  private static final double LAMBDA_ALPHA = LAMBDA * ALPHA;

  /** A twentieth of the largest derivative, λ α. */
  private static final double FLAT = LAMBDA_ALPHA / 20;

  @Override
  public String activationName() {
    return "selu";
  }

  /** Both sides are computed, as a loop without branches is vectorised. */
  @Override
  public void apply(double[] values, double[] derivatives, int offset, int length, double addend) {
    for (int i = offset; i < offset + length; i++) {
      derivatives[i] = 0.5 * Math.min(0, values[i] + addend);
    }
    ArrayFunctions.chosen().tanh(derivatives, offset, length, 0);
    for (int i = offset; i < offset + length; i++) {
      double positive = Math.max(0, values[i] + addend);
      double isPositive = Math.min(1, positive * Double.MAX_VALUE);
      double t = derivatives[i];
      double factor = LAMBDA_ALPHA / (1 - t);
      values[i] = LAMBDA * positive + factor * (2 * t);
      derivatives[i] = factor * (1 + t) - (LAMBDA_ALPHA - LAMBDA) * isPositive;
    }
  }

  @Override
  public void apply(float[] values, float[] derivatives, int offset, int length, float addend) {
    for (int i = offset; i < offset + length; i++) {
      derivatives[i] = 0.5f * Math.min(0, values[i] + addend);
    }
    ArrayFunctions.chosen().tanh(derivatives, offset, length, 0);
    float lambda = (float) LAMBDA;
    float lambdaAlpha = (float) LAMBDA_ALPHA;
    for (int i = offset; i < offset + length; i++) {
      float positive = Math.max(0, values[i] + addend);
      float isPositive = Math.min(1, positive * Float.MAX_VALUE);
      float t = derivatives[i];
      float factor = lambdaAlpha / (1 - t);
      values[i] = lambda * positive + factor * (2 * t);
      derivatives[i] = factor * (1 + t) - (lambdaAlpha - lambda) * isPositive;
    }
  }

  @Override
  public boolean keepsVariance() {
    return true;
  }

  @Override
  public boolean isSmooth() {
    return false;
  }

  @Override
  public int side(double z) {
    return z > 0 ? 1 : 0;
  }

  @Override
  public boolean isSaturated(double derivative) {
    return derivative < FLAT;
  }
}
