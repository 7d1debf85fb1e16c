package org.sparkbackprop.optim;

import java.util.List;

/**
 * Momentum (Polyak, USSR Computational Mathematics 4, 1964): v ← μ v − η ∇J, w ← w + v; or
 * Nesterov's, in the form of Sutskever et al. (ICML 2013) with w the look-ahead point: w ← w + μ v
 * − η ∇J with the new v.
 *
 * @param momentum μ, from 0 to below 1: the share of the velocity that a step keeps
 * @param form of the update
 */
public record Momentum(double momentum, Form form) implements UpdateRule {

  /** The form of the update. */
  public enum Form {
    /** The heavy ball. */
    POLYAK,
    /** The gradient is taken at the look-ahead point. */
    NESTEROV
  }

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not from 0 to below 1
   */
  public Momentum {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the momentum is " + momentum + ", not in 0 ≤ μ < 1");
    }
  }

  @Override
  public List<String> moments() {
    return List.of("velocity");
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    return form == Form.POLYAK
        ? new Polyak(momentum, learningRate, decay)
        : new Nesterov(momentum, learningRate, decay);
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return true;
  }

  private record Polyak(double momentum, double rate, double decay) implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      double[] velocity = moments[0];
      for (int i = from; i < until; i++) {
        double w = parameters[i];
        double v = Subnormals.flushed(momentum * velocity[i] - rate * gradient[i]);
        velocity[i] = v;
        parameters[i] = w + (v - decay * w);
      }
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      float[] velocity = moments[0];
      float mu = (float) momentum;
      float eta = (float) rate;
      float lost = (float) decay;
      for (int i = from; i < until; i++) {
        float w = parameters[i];
        float v = Subnormals.flushed(mu * velocity[i] - eta * gradient[i]);
        velocity[i] = v;
        parameters[i] = w + (v - lost * w);
      }
    }
  }

  private record Nesterov(double momentum, double rate, double decay) implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      double[] velocity = moments[0];
      for (int i = from; i < until; i++) {
        double w = parameters[i];
        double g = rate * gradient[i];
        double v = Subnormals.flushed(momentum * velocity[i] - g);
        velocity[i] = v;
        parameters[i] = w + (momentum * v - g - decay * w);
      }
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      float[] velocity = moments[0];
      float mu = (float) momentum;
      float eta = (float) rate;
      float lost = (float) decay;
      for (int i = from; i < until; i++) {
        float w = parameters[i];
        float g = eta * gradient[i];
        float v = Subnormals.flushed(mu * velocity[i] - g);
        velocity[i] = v;
        parameters[i] = w + (mu * v - g - lost * w);
      }
    }
  }
}
