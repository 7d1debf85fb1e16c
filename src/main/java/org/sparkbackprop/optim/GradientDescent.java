package org.sparkbackprop.optim;

import java.util.List;

/** w ← w − η ∇J. */
public record GradientDescent() implements UpdateRule {

  @Override
  public List<String> moments() {
    return List.of();
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    return new Kernel(learningRate, decay);
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return true;
  }

  private record Kernel(double rate, double decay) implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      for (int i = from; i < until; i++) {
        double w = parameters[i];
        parameters[i] = w - (rate * gradient[i] + decay * w);
      }
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      float eta = (float) rate;
      float lost = (float) decay;
      for (int i = from; i < until; i++) {
        float w = parameters[i];
        parameters[i] = w - (eta * gradient[i] + lost * w);
      }
    }
  }
}
